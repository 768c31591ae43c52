import type { Refusal } from '#core/dossier/command.ts';
import type { Uuid } from '#core/dossier/dossier.ts';
import type { RequestRefusal } from '#core/sync/messages.ts';
import type { Random } from '#tests/support/random.ts';
import type { Asked } from '#tests/support/send.ts';
import type { FuzzWorld } from './world.ts';

/**
 * What may come back. `refused`: a typed refusal and nothing else. `harmless`: that, or an answer that
 * changes nothing (a repetition, a page, a list). `odd`: not of our protocol (a browser's way, another
 * program's page), but an answer, and no 5xx. Or the request is served and each of its commands is refused.
 */
export type Expected = 'refused' | 'harmless' | 'odd' | readonly RefusedCommand[];

/** A command that is taken, read and decided about, and why it has no effect: one of these. */
export type RefusedCommand = { readonly id: Uuid; readonly codes: readonly Refusal['code'][] };

export type Case = {
  readonly kind: string;
  readonly expected: Expected;
  /** The codes a refusal may carry; any of the protocol's where they are not named. */
  readonly codes?: readonly RequestRefusal['code'][];
  readonly asked: Omit<Asked, 'port'>;
};

export type Maker = (world: FuzzWorld, random: Random) => Case;

export const JSON_BODY = { 'Content-Type': 'application/json' };

export function from(
  world: FuzzWorld,
  person: 'resident' | 'stranger' | 'officer' = 'resident',
): Record<string, string> {
  return { Origin: world.server.origin, Cookie: world[person].cookie };
}

export function sync(world: FuzzWorld, body: unknown, headers: Record<string, string> = {}): Omit<Asked, 'port'> {
  return { method: 'POST', path: '/api/sync', headers: { ...from(world), ...JSON_BODY, ...headers }, body: text(body) };
}

export function text(body: unknown): string {
  return JSON.stringify(body) ?? 'null';
}

export function randomHash(random: Random): string {
  return Array.from({ length: 64 }, () => random.int(16).toString(16)).join('');
}
