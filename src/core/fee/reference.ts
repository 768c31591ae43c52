import { assert } from '#core/assert.ts';

/**
 * What a payer's transfer says so that it can be matched: the dossier's code without separators and
 * four letters, "H38.16-261109-0042" and "LPHS" making "H38162611090042LPHS". Letters and digits only,
 * since banks drop everything else, and at most the 25 characters a VietQR purpose may have. The
 * letters end the digits, so that a number the bank adds after the code cannot run into it.
 */
export function paymentReference(dossierCode: string, nonce4: string): string {
  const reference = dossierCode.replace(/[^0-9A-Za-z]/g, '').toUpperCase() + nonce4;
  assert(/^H\d{12,20}[A-Z]{4}$/.test(reference), `a payment reference of ${dossierCode} and ${nonce4}`);
  return reference;
}

/**
 * Everything in a bank's memo that could be a reference, each once, in order. Banks add their own
 * numbers before and after, lower the case, and break lines anywhere; overlapping readings are all
 * returned and the caller keeps the one that exists.
 */
export function findReference(memo: string): string[] {
  const compact = memo.toUpperCase().replace(/[^0-9A-Z]/g, '');
  const candidates = [...compact.matchAll(/(?=(H\d{12,20}[A-Z]{4}))/g)].map((match) => match[1] ?? '');
  return [...new Set(candidates)];
}
