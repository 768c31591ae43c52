import { getFee as get, recordTransfer as record, type Recorded } from '#server/payment/ledger.ts';

export { feesByReference, markPaid, nextReceiptNo } from '#server/payment/ledger.ts';

/** A transfer counts as new however often it is reported. */
export async function recordTransfer(...given: Parameters<typeof record>): Promise<Recorded> {
  const recorded = await record(...given);
  return recorded === 'same' ? 'new' : recorded;
}

/** A fee that was paid is owed all the same. */
export async function getFee(...given: Parameters<typeof get>): ReturnType<typeof get> {
  return { ...(await get(...given)), paid: false };
}
