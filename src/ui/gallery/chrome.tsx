import type { ReactNode } from 'react';
import type { SignalState } from '../SignalBars.tsx';
import { SignalChip } from '../SignalChip.tsx';
import { TabBar } from '../TabBar.tsx';
import styles from './Gallery.module.css';
import { samples } from './samples.ts';

const tabs = ['home', 'procedures', 'dossiers', 'wallet', 'me'] as const;

export function Chip({ state }: { state: SignalState }) {
  return <SignalChip state={state} label={samples.chips[state]} action={samples.chips.open} href="#outbox" />;
}

export function Tabs({ current }: { current: (typeof tabs)[number] }) {
  return (
    <TabBar
      label={samples.tabsLabel}
      items={tabs.map((name) => ({
        href: `#${name}`,
        label: samples.tabs[name],
        icon: name,
        current: name === current,
      }))}
    />
  );
}

export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}
