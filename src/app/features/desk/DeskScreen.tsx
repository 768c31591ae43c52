import { useLayoutEffect, useReducer } from 'react';
import { platform } from '#app/state/app.ts';
import type { SessionState } from '#app/state/platform.ts';
import type { Me } from '#protocol/http.ts';
import { Desk } from './Desk.tsx';
import { NotOfficer, SignIn } from './Gate.tsx';
import { enterDesk } from './load.ts';
import { useDesk } from './store.ts';

/** The officers' desk, for whoever works at one. */
export default function DeskScreen() {
  const { settled, me } = useSession();
  if (!settled) return null;
  if (!me) return <SignIn />;
  switch (me.kind) {
    case 'officer':
    case 'administrator':
      return <OwnDesk me={me} />;
    default:
      return <NotOfficer name={me.name} />;
  }
}

function OwnDesk({ me }: { me: Me }) {
  const account = useDesk((state) => state.account);
  useLayoutEffect(() => enterDesk(me.account), [me.account]);
  return account === me.account ? <Desk me={me} /> : null;
}

function useSession(): SessionState {
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  // Before the browser paints, so that no change falls between reading and watching.
  useLayoutEffect(() => platform().session.watch(redraw), []);
  return platform().session.state();
}
