import { useSyncExternalStore } from 'react';
import type { ReactNode } from 'react';
import { PhoneFrame } from '../PhoneFrame.tsx';
import { DeskScreen } from './DeskScreen.tsx';
import { ErrorParts, FieldParts } from './FormParts.tsx';
import styles from './Gallery.module.css';
import { ActionParts, LookParts } from './Parts.tsx';
import { samples } from './samples.ts';
import { FormScreen, HomeScreen, OutboxScreen, PayScreen, ProcedureScreen, TrackScreen } from './screens.tsx';

type View = keyof typeof samples.views;

const views = Object.keys(samples.views) as View[];

function Parts() {
  return (
    <main className={styles.gallery}>
      <nav className={styles.views} aria-label={samples.gallery}>
        {views.map((view) => (
          <a key={view} href={`#${view}`}>
            {samples.views[view]}
          </a>
        ))}
      </nav>
      <LookParts />
      <ActionParts />
      <FieldParts />
      <ErrorParts />
    </main>
  );
}

const screens: Record<Exclude<View, 'desk'>, () => ReactNode> = {
  parts: Parts,
  home: HomeScreen,
  procedure: ProcedureScreen,
  form: FormScreen,
  pay: PayScreen,
  track: TrackScreen,
  outbox: OutboxScreen,
};

function followHash(onChange: () => void): () => void {
  window.addEventListener('hashchange', onChange);
  return () => window.removeEventListener('hashchange', onChange);
}

/** Every component in every state, and the seven screens they were drawn for; the address's hash chooses. */
export default function Gallery() {
  const hash = useSyncExternalStore(followHash, () => window.location.hash.slice(1));
  if (hash.startsWith('desk')) return <DeskScreen />;
  const view = views.find((name) => name === hash);
  const Shown = screens[view === undefined || view === 'desk' ? 'parts' : view];
  return (
    <PhoneFrame>
      <Shown />
    </PhoneFrame>
  );
}
