import type { Session, Sync } from './platform.ts';

/** Each of the two hears from the server what the other should know; only a change is passed on, so that it ends. */
export function keepInStep(session: Session, sync: Sync): void {
  let { server } = session.state();
  session.watch((next) => {
    const signedIn = next.server === 'in' && server !== 'in';
    server = next.server;
    if (signedIn && sync.state().blocked !== null) sync.wake('signedIn');
  });

  let before = sync.state();
  /** Once in a stretch of contact: it may be long, and every paper in it is another. */
  let asked = false;
  sync.watch((next) => {
    const { blocked, started, lastContactAt } = before;
    before = next;
    const turnedAway = next.blocked !== blocked && (next.blocked === 'signedOut' || next.blocked === 'wrongAccount');
    if (next.lastFailure !== null) asked = false;
    // What was known when it started is no contact.
    const reached = next.lastFailure === null && started && next.lastContactAt !== lastContactAt;
    const unasked = reached && !asked && server !== 'in';
    if (unasked) asked = true;
    if (turnedAway || unasked) void session.refresh();
  });
}
