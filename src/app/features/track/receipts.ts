import type { Dossier } from '#core/dossier/dossier.ts';
import type { KeptReceipt } from '#core/ports.ts';

const EVENTS = {
  submit: 'submitted',
  supplement: 'supplemented',
  withdraw: 'withdrawn',
  replacePapers: 'papersReplaced',
} as const;

/** The receipts of a dossier beside the steps they are for. */
export type Receipts = {
  /** By the id of a step of the timeline. */
  readonly ofStep: ReadonlyMap<string, KeptReceipt>;
  /** Those of commands that leave no step. */
  readonly others: readonly KeptReceipt[];
};

/**
 * Puts each receipt to the event its command caused: of its kind and at its time, since both are stored in one
 * transaction. A server that gave none sent an empty one.
 */
export function receiptsOf({ events }: Pick<Dossier, 'events'>, kept: readonly KeptReceipt[]): Receipts {
  const ofStep = new Map<string, KeptReceipt>();
  const others: KeptReceipt[] = [];
  for (const receipt of kept) {
    if (receipt.receipt === '') continue;
    const event = events.find(({ at, what }) => at === receipt.at && what.type === eventOf(receipt.type));
    if (event) ofStep.set(String(event.n), receipt);
    else others.push(receipt);
  }
  return { ofStep, others };
}

function eventOf(type: KeptReceipt['type']): string | undefined {
  return type in EVENTS ? EVENTS[type as keyof typeof EVENTS] : undefined;
}
