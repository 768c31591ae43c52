import { FEE_REQUEST_TYPE, FeeClaims } from '#protocol/fee.ts';
import { RECEIPT_TYPE, ReceiptClaims } from '#protocol/receipt.ts';
import type { Verified } from '#app/state/platform.ts';

/** A thing the province signs, with what it says. Another kind joins as a `typ` in `readers`. */
export type SignedThing =
  { readonly kind: 'receipt'; readonly claims: ReceiptClaims } | { readonly kind: 'fee'; readonly claims: FeeClaims };

export type SignedCheck =
  | { readonly kind: 'genuine'; readonly thing: SignedThing }
  /** Signed by no key that is pinned here: by somebody else, or by a key newer than the last contact. */
  | { readonly kind: 'unknownKey' }
  /** Under the name of a pinned key, and not what that key signed. */
  | { readonly kind: 'changed' }
  /** Signed by the province as something this version of the app has no words for. */
  | { readonly kind: 'unknownKind' }
  /** Nothing signed at all, or only a part of it. */
  | { readonly kind: 'notSigned' };

const readers = {
  [RECEIPT_TYPE]: (payload: unknown): SignedThing | null => {
    const { success, data } = ReceiptClaims.safeParse(payload);
    return success ? { kind: 'receipt', claims: data } : null;
  },
  [FEE_REQUEST_TYPE]: (payload: unknown): SignedThing | null => {
    const { success, data } = FeeClaims.safeParse(payload);
    return success ? { kind: 'fee', claims: data } : null;
  },
} as const;

/** What a verified signature makes of a token. The signer's own `typ` says what it is, never the shape of the claims. */
export function checkOf(verified: Verified): SignedCheck {
  if (!verified.ok) {
    const kinds = { unknownKey: 'unknownKey', badSignature: 'changed', malformed: 'notSigned' } as const;
    return { kind: kinds[verified.why] };
  }
  const read = Object.entries(readers).find(([type]) => type === verified.type)?.[1];
  const thing = read?.(verified.payload) ?? null;
  return thing ? { kind: 'genuine', thing } : { kind: 'unknownKind' };
}

/** A receipt has under a thousand letters; a whole book may be picked by mistake. */
const LONGEST_TEXT = 64 * 1024;

/** The first signed token in a text, with a message around it or line breaks put into it; null when none is there. */
export function findToken(text: string): string | null {
  const looked = text.slice(0, LONGEST_TEXT);
  return tokenIn(looked) ?? tokenIn(looked.replaceAll(/\s+/g, ''));
}

function tokenIn(text: string): string | null {
  return /eyJ[\w-]+\.[\w-]+\.[\w-]{86}/.exec(text)?.[0] ?? null;
}
