import { isDeepStrictEqual } from 'node:util';
import type { SyncEffect, SyncState } from '#core/sync/state.ts';
import { replay, type Trail, type TrailEvent } from '#core/sync/trail.ts';

/** The parts of a repro that a phone's engine can be gone through again with. */
type Repro = { readonly format: string; readonly engine: SyncState | null; readonly trail: Trail | null };

/**
 * Goes through what a phone's engine was told, step by step (`text`: the file a phone hands over). Answers a line a
 * step with what each changed and asked for, and whether the end is the state the phone was in.
 */
export function replayRepro(text: string): { readonly lines: readonly string[]; readonly same: boolean } {
  const repro = JSON.parse(text) as Partial<Repro>;
  if (repro.format !== 'banso-repro/2') throw new Error(`not a repro of this release: ${String(repro.format)}`);
  if (!repro.trail || !repro.engine)
    throw new Error('it has no trail: another tab ran the engine, or nobody was signed in');
  const lines: string[] = [];
  let before = repro.trail.from;
  const end = replay(repro.trail, (event, { state, effects }) => {
    const parts = [told(event), changed(before, state), effects.map(asked).join(' ')];
    lines.push(parts.filter((part) => part !== '').join('\n    '));
    before = state;
  });
  const differs = changed(end, repro.engine);
  lines.push(differs === '' ? 'and that is how the phone stood' : `but the phone stood otherwise: ${differs}`);
  return { lines, same: differs === '' };
}

function told({ type, ...rest }: TrailEvent): string {
  return `${type} ${JSON.stringify(rest)}`;
}

function changed(from: SyncState, to: SyncState): string {
  return (Object.keys(to) as (keyof SyncState)[])
    .filter((key) => !isDeepStrictEqual(from[key], to[key]))
    .map((key) => `${key}=${JSON.stringify(to[key])}`)
    .join(' ');
}

function asked(effect: SyncEffect): string {
  switch (effect.type) {
    case 'ask':
      return `→ ask ${JSON.stringify(effect.ask)}`;
    case 'upload':
      return `→ upload ${effect.file.hash}`;
    case 'rest':
      return `→ rest ${effect.ms} ms`;
    case 'reread':
    case 'record':
    case 'stopResting':
      return `→ ${effect.type}`;
  }
}
