import type { DeskNudge } from '#protocol/desk.ts';

/** Calls back with every nudge until the returned function is called. */
export type WatchNudges = (nudged: (nudge: DeskNudge) => void) => () => void;

/** Proxies cut connections on which nothing has passed for half a minute. */
const HEARTBEAT_MS = 15_000;
/** After this the browser connects again, and its session is looked at again. */
const LIFETIME_MS = 15 * 60_000;
const RECONNECT_MS = 3_000;
/** A reader that is so many messages behind is cut off; it asks for everything when it is back. */
const MAX_BEHIND = 256;

/** Nudges as server-sent events. It ends when the reader leaves, falls far behind, or after a quarter of an hour. */
export function nudgeStream(watch: WatchNudges, heartbeatMs: number = HEARTBEAT_MS): Response {
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const end = () => {
          stop();
          controller.close();
        };
        const send = (text: string) => {
          controller.enqueue(encoder.encode(text));
          if ((controller.desiredSize ?? 0) <= 0) end();
        };
        const unwatch = watch((nudge) => send(`data: ${JSON.stringify(nudge)}\n\n`));
        const beat = setInterval(() => send(': \n\n'), heartbeatMs).unref();
        const life = setTimeout(end, LIFETIME_MS).unref();
        stop = () => {
          unwatch();
          clearInterval(beat);
          clearTimeout(life);
        };
        send(`retry: ${RECONNECT_MS}\n\n`);
      },
      cancel: () => stop(),
    },
    { highWaterMark: MAX_BEHIND },
  );
  return new Response(body, {
    headers: {
      'Content-Type': 'text/event-stream; charset=utf-8',
      'Cache-Control': 'no-store',
      // Proxies such as nginx would otherwise keep the events until a buffer is full.
      'X-Accel-Buffering': 'no',
    },
  });
}
