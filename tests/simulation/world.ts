import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { Sha256 } from '#core/dossier/dossier.ts';
import { Random } from '#tests/support/random.ts';
import { ROUGH, type Faults } from './faults.ts';
import { Shown } from './shown.ts';
import { VirtualTime } from './virtual-time.ts';

export const START = Date.parse('2026-11-09T00:00:00Z');
export const HOUR = 60 * 60_000;
export const DAY = 24 * HOUR;

export const sha256 = (data: string | Uint8Array): Sha256 => createHash('sha256').update(data).digest('hex');

export type Kind = 'lost' | 'duplicated' | 'leaked' | 'stuck';

/** What everybody in one run shares. */
export class World {
  readonly random: Random;
  /** What rots on a phone is drawn apart, so that a seed without rot is the month it was before there was any. */
  readonly rot: Random;
  readonly time: VirtualTime;
  readonly shown: Shown;
  /** Everything as in production: messages parsed by their schemas, records copied, digests of the real kind. */
  readonly thorough: boolean;
  faults: Faults = ROUGH;
  faultsStruck = 0;
  /** When the server last came back from a backup. */
  restoredAt: number | null = null;
  /** Nobody said so, and a phone had an app that does not tell the server when it was answered: it may miss it. */
  unnoticed = false;
  /** Every photo ever taken, to compare with what arrives. */
  readonly photos = new Map<Sha256, Uint8Array>();
  readonly violations: string[] = [];
  private digest = 0x811c9dc5;

  constructor(seed: number, thorough: boolean) {
    this.random = new Random(seed);
    this.rot = new Random(seed ^ 0x5bd1e995);
    this.time = new VirtualTime(this.random, START);
    this.shown = new Shown(this);
    this.thorough = thorough;
  }

  /** Whether a misfortune strikes now. */
  strikes(which: keyof Faults): boolean {
    const struck = this.random.chance(this.faults[which]);
    if (struck) this.faultsStruck += 1;
    return struck;
  }

  violated(kind: Kind, what: string): void {
    const day = ((this.time.now() - START) / DAY).toFixed(2);
    this.violations.push(`${kind}: day ${day}: ${what}`);
  }

  /** Makes a number or a text part of what two runs of a seed must agree on. */
  note(what: number | string): void {
    this.digest =
      typeof what === 'number' ? Math.imul(this.digest ^ (what | 0), 0x01000193) : crc32(what, this.digest >>> 0);
  }

  get trace(): string {
    return (this.digest >>> 0).toString(16);
  }
}
