import type { TransportFailure } from '#core/ports.ts';
import type { World } from './world.ts';

/** Text that came back, or why none did. */
export type Arrived =
  { readonly ok: true; readonly text: string } | { readonly ok: false; readonly failure: TransportFailure };

const GIVES_UP_MS = 30_000;
const PORTAL = '<html><title>Wi-Fi miễn phí</title></html>';

/** How much signal a phone has: none, a little, or all it wants. */
export type Signal = 'none' | 'poor' | 'good';

/**
 * What lies between a phone and the server. Requests and answers are harmed apart from each other. `reach` takes the
 * bytes that arrive and answers what the server says, or null when it says nothing.
 */
export function throughTheAir(world: World, signal: Signal, reach: () => Promise<string | null>): Promise<Arrived> {
  const { random, time } = world;
  return new Promise((resolve) => {
    const fail = (code: 'unreachable' | 'notOurs' | 'timeout', ms: number) =>
      time.after(ms, () => resolve({ ok: false, failure: { code } }));
    if (signal === 'none') return fail('unreachable', 50);
    const strikes = (which: Parameters<World['strikes']>[0]) => signal === 'poor' && world.strikes(which);
    const delay = () => random.int(signal === 'poor' ? 3_000 : 300);

    if (strikes('requestLost')) return fail('unreachable', delay());
    if (strikes('portal')) return time.after(delay(), () => resolve(received(PORTAL)));
    if (strikes('requestLate')) {
      time.after(GIVES_UP_MS + random.int(20 * 60_000), () => void reach());
      return fail('timeout', GIVES_UP_MS);
    }
    if (strikes('requestTwice')) time.after(random.int(10 * 60_000), () => void reach());

    const arrive = async () => {
      const answer = await reach();
      if (answer === null || strikes('responseLost')) return fail('timeout', GIVES_UP_MS);
      const text = strikes('responseCut') ? answer.slice(0, random.int(answer.length)) : answer;
      return time.after(delay(), () => resolve(received(text)));
    };
    return time.after(delay(), () => void arrive());
  });
}

/** Only what can be read to its end counts; a portal's page and half an answer are not ours. */
function received(text: string): Arrived {
  return text.startsWith('{') && text.endsWith('}\n')
    ? { ok: true, text }
    : { ok: false, failure: { code: 'notOurs' } };
}
