import { useEffect, useLayoutEffect, useRef } from 'react';
import type { Uuid } from '#core/dossier/dossier.ts';
import { DeskNudge } from '#protocol/desk.ts';
import { platform } from '#app/state/app.ts';
import { useDesk } from './store.ts';

const POLL_MS = 15_000;
/** Several nudges within this time are one: accepting a dossier makes three. */
const GATHER_MS = 250;

/** What a nudge says: the dossier that changed, or null when anything may have. */
export type Changed = (dossier: Uuid | null) => void;

/**
 * Hears of changes from the server's stream, which is for officers alone; asks every 15 seconds while the stream is down, and once
 * when it comes up, since nudges may have been missed. Stops with the screen.
 */
export function useLive(streams: boolean, changed: Changed): void {
  const latest = useRef(changed);
  useLayoutEffect(() => {
    latest.current = changed;
  });
  useEffect(() => listen(streams, (dossier) => latest.current(dossier)), [streams]);
}

function listen(streams: boolean, changed: Changed): () => void {
  const after = (ms: number, run: () => void) => platform().timers.after(ms, run);
  let stream: EventSource | null = null;
  let stopPolling: (() => void) | null = null;
  let stopGathering: (() => void) | null = null;
  let gathered: Uuid | null | undefined;
  let down = false;

  const gather = (dossier: Uuid | null) => {
    gathered = gathered === undefined || gathered === dossier ? dossier : null;
    stopGathering ??= after(GATHER_MS, () => {
      const what = gathered ?? null;
      gathered = undefined;
      stopGathering = null;
      changed(what);
    });
  };
  const poll = () => {
    stopPolling ??= after(POLL_MS, () => {
      stopPolling = null;
      changed(null);
      if (stream?.readyState === EventSource.CLOSED) open();
      else if (stream?.readyState !== EventSource.OPEN) poll();
    });
  };
  const open = () => {
    stream?.close();
    stream = new EventSource('/api/desk/stream');
    stream.addEventListener('open', () => {
      down = false;
      stopPolling?.();
      stopPolling = null;
      gather(null);
    });
    stream.addEventListener('message', ({ data }) => {
      const nudge = parseNudge(data);
      if (nudge) gather(nudge.dossier);
    });
    stream.addEventListener('error', () => {
      // What is on screen may be old from now on: ask, which also finds out whether anything answers.
      if (!down) gather(null);
      down = true;
      poll();
    });
  };
  const onBack = () => {
    const { lostSince, signedOut } = useDesk.getState();
    if (document.visibilityState === 'visible' && (lostSince !== null || signedOut)) gather(null);
  };

  if (streams) open();
  else poll();
  document.addEventListener('visibilitychange', onBack);
  window.addEventListener('online', onBack);
  return () => {
    stream?.close();
    stopPolling?.();
    stopGathering?.();
    document.removeEventListener('visibilitychange', onBack);
    window.removeEventListener('online', onBack);
  };
}

/** A nudge from a line of the stream; null for anything else, such as the stream's own heartbeat. */
export function parseNudge(data: unknown): DeskNudge | null {
  try {
    const nudge = DeskNudge.safeParse(JSON.parse(String(data)));
    return nudge.success ? nudge.data : null;
  } catch {
    return null;
  }
}
