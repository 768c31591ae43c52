import { useEffect, useState } from 'react';
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
  const [state, setState] = useState(() => platform().session.state());
  useEffect(() => {
    setState(platform().session.state());
    return platform().session.watch(setState);
  }, []);
  return state;
}
