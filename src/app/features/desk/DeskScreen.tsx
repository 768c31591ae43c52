import { useLayoutEffect, useReducer } from 'react';
import { platform } from '#app/state/app.ts';
import type { SessionState } from '#app/state/platform.ts';
import { Desk } from './Desk.tsx';
import { NotOfficer, SignIn } from './Gate.tsx';

/** The officers' desk, for whoever works at one. */
export default function DeskScreen() {
  const { settled, me } = useSession();
  if (!settled) return null;
  if (!me) return <SignIn />;
  switch (me.kind) {
    case 'officer':
    case 'administrator':
      return <Desk me={me} />;
    default:
      return <NotOfficer name={me.name} />;
  }
}

function useSession(): SessionState {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  // Before the browser paints, so that no change falls between reading and watching.
  useLayoutEffect(() => platform().session.watch(redraw), []);
  return platform().session.state();
}
