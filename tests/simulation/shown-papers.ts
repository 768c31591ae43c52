import { filesOf, type Dossier, type Sha256 } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { OutboxEntry } from '#core/ports.ts';
import type { Rotten } from './rot.ts';

type Ended = {
  /** Every dossier that names the page has ended before it came. */
  readonly hasEndedWithout: (hash: Sha256) => boolean;
};

/** Who has taken which photo, which of them are nowhere any more, and what opens no more on which phone. */
export class ShownPapers {
  /** By account: papers whose only bytes went with a phone's storage. */
  private readonly destroyed = new Set<string>();
  /** Photos by the place that took them. */
  private readonly taken = new Set<string>();
  /** What opens no more, on each phone until it loses everything. */
  private rotten: Rotten[] = [];

  /** Whose bytes were last in this place's hands: a photo stays where it was taken until it is sent. */
  took(place: string, hash: Sha256): void {
    this.taken.add(key(place, hash));
  }

  /** Photographed once more and said to be saved: what became of it before counts no more. */
  hasAgain(place: string, hash: Sha256): void {
    this.destroyed.delete(key(accountAt(place), hash));
  }

  hasTaken(place: string, hash: Sha256): boolean {
    return this.taken.has(key(place, hash)) && !this.isDestroyed(accountAt(place), hash);
  }

  destroy(account: string, hash: Sha256): void {
    this.destroyed.add(key(account, hash));
  }

  isDestroyed(account: string, hash: Sha256): boolean {
    return this.destroyed.has(key(account, hash));
  }

  rotted(record: Rotten): void {
    const { place, what, id } = record;
    this.rotten.push(record);
    if (what === 'paper' && this.taken.delete(key(place, id))) this.destroy(accountAt(place), id);
  }

  rottenAt(place: string): readonly Rotten[] {
    return this.rotten.filter((record) => record.place === place);
  }

  isRotten(id: string): boolean {
    return this.rotten.some((record) => record.id === id);
  }

  /** A photo that was here, and that nobody has photographed since. */
  isSpoilt(place: string, hash: Sha256): boolean {
    return this.rottenAt(place).some(({ what, id }) => what === 'paper' && id === hash);
  }

  /**
   * Where a dossier did not open, nobody knew while it was fetched again that it had ended, and what it then let go of:
   * nothing is said by that as long as no dossier known here waits for the page.
   */
  isNobodys(place: string, hash: Sha256, dossiers: readonly Dossier[]): boolean {
    if (!this.rottenAt(place).some(({ what }) => what === 'dossier')) return false;
    return !dossiers.some(
      ({ status, attachments }) => !hasEnded(status) && filesOf(attachments).some((file) => file.hash === hash),
    );
  }

  /**
   * A photo that a draft, or something refused that was put away, names no more goes from the phone that took it, and
   * only that phone had it. Another phone may still submit an older version that names it: then nobody has what the
   * person threw away. What something else here names as well stays.
   */
  letGo(place: string, hashes: Iterable<Sha256>, isNamedElsewhere: (hash: Sha256) => boolean): void {
    for (const hash of hashes)
      if (this.taken.has(key(place, hash)) && !isNamedElsewhere(hash)) this.destroy(accountAt(place), hash);
  }

  /** A page that went with its dossier, and that nothing here names: a draft that comes from another phone is too late. */
  letEndedGo(
    place: string,
    drafts: readonly Draft[],
    outbox: readonly OutboxEntry[],
    { hasEndedWithout }: Ended,
  ): void {
    const named = new Set([
      ...drafts.flatMap(({ attachments }) => filesOf(attachments)).map(({ hash }) => hash),
      ...outbox.flatMap(({ files }) => files).map(({ hash }) => hash),
    ]);
    for (const at of this.taken) {
      const hash = at.slice(place.length + 1);
      if (at.startsWith(`${place}/`) && !named.has(hash) && hasEndedWithout(hash)) this.destroy(accountAt(place), hash);
    }
  }

  /** Everything this place held is gone from the phone. */
  gone(place: string): void {
    this.rotten = this.rotten.filter((record) => record.place !== place);
    for (const at of this.taken) {
      if (!at.startsWith(`${place}/`)) continue;
      this.taken.delete(at);
      this.destroy(accountAt(place), at.slice(place.length + 1));
    }
  }
}

export function key(place: string, id: string): string {
  return `${place}/${id}`;
}

/** Whose a place is: it is named by phone and account. */
export function accountAt(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}
