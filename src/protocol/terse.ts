import * as z from 'zod/mini';
import { sameJson } from '#core/same-json.ts';
import { Change, SyncResponse, type SyncRequest } from '#core/sync/messages.ts';

/**
 * An answer that does not say again what the request it answers has just said: a dossier's answers come back to the
 * phone that sent them as part of its first event, and would be half of all that a text costs. A phone asks for it
 * (`Prefer: return=minimal`, RFC 7240, section 4.2) and puts the whole answer together again, so nothing behind the
 * transport knows. A server that does not know the word answers in full.
 */
export const TERSE = 'return=minimal';

/** `own`: these keys of `event.what` are as in the intent of the request's command `seq`. */
const OwnChange = z.strictObject({
  ...Change.def.shape,
  event: z.strictObject({ ...Change.def.shape.event.def.shape, what: z.looseObject({ type: z.string() }) }),
  own: z.strictObject({ seq: z.int(), keys: z.array(z.string()) }),
});
type OwnChange = z.infer<typeof OwnChange>;

export const TerseResponse = z.strictObject({
  ...SyncResponse.def.shape,
  changes: z.array(z.union([Change, OwnChange])),
});
export type TerseResponse = z.infer<typeof TerseResponse>;

/** Worth leaving out, beside what naming it costs. */
const HEAVY = ['answers', 'attachments'];

/** The answer to this very request, as it was read from the wire. */
export function leaveOut({ commands }: SyncRequest, response: SyncResponse): TerseResponse {
  return { ...response, changes: response.changes.map((change) => withoutOwn(commands, change)) };
}

/**
 * What `leaveOut` made of an answer to this request, as JSON, put together again: it parses as `SyncResponse` then.
 * Anything else comes back as it is, for the parser to judge.
 */
export function fillIn({ commands }: SyncRequest, answer: unknown): unknown {
  const terse = z.looseObject({ changes: z.array(z.unknown()) }).safeParse(answer);
  return terse.success ? { ...terse.data, changes: terse.data.changes.map((each) => withOwn(commands, each)) } : answer;
}

function withoutOwn(commands: SyncRequest['commands'], change: Change): Change | OwnChange {
  const { what } = change.event;
  for (const { seq, intent } of commands) {
    if (!isAbout(intent, change.dossier)) continue;
    const keys = HEAVY.filter((key) => key in what && sameJson(valueOf(what, key), valueOf(intent, key)));
    if (keys.length === 0) continue;
    const kept = Object.entries(what).filter(([key]) => !keys.includes(key));
    return {
      ...change,
      event: { ...change.event, what: { ...Object.fromEntries(kept), type: what.type } },
      own: { seq, keys },
    };
  }
  return change;
}

function withOwn(commands: SyncRequest['commands'], change: unknown): unknown {
  const read = OwnChange.safeParse(change);
  if (!read.success) return change;
  const { own, ...rest } = read.data;
  const intent = commands.find(({ seq }) => seq === own.seq)?.intent;
  const said = own.keys.map((key) => [key, valueOf(intent, key)]);
  return { ...rest, event: { ...rest.event, what: { ...rest.event.what, ...Object.fromEntries(said) } } };
}

function isAbout(intent: unknown, dossier: string): boolean {
  return valueOf(intent, 'dossier') === dossier;
}

function valueOf(of: unknown, key: string): unknown {
  return typeof of === 'object' && of !== null ? (of as Readonly<Record<string, unknown>>)[key] : undefined;
}
