import { filesOf, type Dossier, type Sha256 } from '#core/dossier/dossier.ts';
import type { OutboxEntry } from '#core/ports.ts';

type Waiting = {
  readonly outbox: readonly OutboxEntry[];
  readonly dossiers: readonly Dossier[];
  /** Photos here that the server lacks. */
  readonly photos: readonly { readonly hash: Sha256 }[];
};

/** How many things wait here, as the outbox lists them: what was done and has not gone, and what has gone without its photos. */
export function countWaiting({ outbox, dossiers, photos }: Waiting): number {
  const lacking = new Set(photos.map(({ hash }) => hash));
  const following = dossiers.filter(({ attachments }) => filesOf(attachments).some(({ hash }) => lacking.has(hash)));
  return outbox.filter(({ refusal }) => refusal === null).length + following.length;
}
