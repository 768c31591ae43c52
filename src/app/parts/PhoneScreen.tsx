import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { paths } from '#app/paths.ts';
import { AppHeader, type AppHeaderProps } from '#ui/AppHeader.tsx';
import { PhoneFrame } from '#ui/PhoneFrame.tsx';
import { Screen } from '#ui/Screen.tsx';
import { TabBar } from '#ui/TabBar.tsx';
import { Chip } from './Chip.tsx';
import { StoreLost } from './lost/StoreLost.tsx';
import { StoreSilent } from './StoreSilent.tsx';

export type TabName = 'home' | 'procedures' | 'dossiers' | 'wallet' | 'me';

export type PhoneScreenProps = {
  /** In the header and the window's title. */
  title: string;
  /** A header of one's own instead of title and back. */
  header?: ReactNode;
  backHref?: string;
  onBack?: () => void;
  progress?: AppHeaderProps['progress'];
  /** The tab this screen belongs to; none while a task is under way. */
  tab?: TabName;
  bottomBar?: ReactNode;
  children: ReactNode;
};

/** A resident's screen with its header, signal chip, and the tabs where they belong. */
export function PhoneScreen({ title, header, backHref, onBack, progress, tab, bottomBar, children }: PhoneScreenProps) {
  useTitle(title);
  return (
    <PhoneFrame>
      <Screen
        header={
          header ?? <AppHeader title={title} backHref={backHref} onBack={onBack} progress={progress} chip={<Chip />} />
        }
        bottomBar={bottomBar}
        tabBar={tab && <Tabs current={tab} />}
      >
        <StoreLost />
        <StoreSilent />
        {children}
      </Screen>
    </PhoneFrame>
  );
}

/** Names the window after the screen, for histories, task switchers and screen readers. */
export function useTitle(title: string): void {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = t('windowTitle', { title });
  }, [title, t]);
}

function Tabs({ current }: { current: TabName }) {
  const { t } = useTranslation();
  const tabs = [
    { name: 'home', href: paths.home, icon: 'home' },
    { name: 'procedures', href: paths.procedures, icon: 'procedures' },
    { name: 'dossiers', href: paths.dossiers, icon: 'dossiers' },
    { name: 'wallet', href: paths.wallet, icon: 'wallet' },
    { name: 'me', href: paths.me, icon: 'me' },
  ] as const;
  return (
    <TabBar
      label={t('tabs.label')}
      items={tabs.map(({ name, href, icon }) => ({ href, icon, label: t(`tabs.${name}`), current: name === current }))}
    />
  );
}
