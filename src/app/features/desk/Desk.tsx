import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlace, useNavigate } from '#app/router.ts';
import type { Me } from '#protocol/http.ts';
import { useTitle } from '#app/parts/PhoneScreen.tsx';
import { closeForm } from './commands.ts';
import { DeskTop } from './DeskTop.tsx';
import { DossierPane } from './DossierPane.tsx';
import { focusActions } from './ActionBar.tsx';
import { Help } from './Help.tsx';
import { useLive } from './live.ts';
import { loadDossier, loadLine, loadSuspense, refresh } from './load.ts';
import { Panes } from './Panes.tsx';
import { addressOf, hrefOf, PLACES, type Address } from './places.ts';
import { focusRow, moveRow, QueuePane, SEARCH_ID } from './QueuePane.tsx';
import { Queues } from './Queues.tsx';
import { enterPlace, useDesk, workOn } from './store.ts';
import { SuspensePane } from './SuspensePane.tsx';
import { useGround } from './useGround.ts';
import { useShortcuts } from './useShortcuts.ts';
import { isBlank } from './work.ts';

/** The desk itself. Administrators see only the money that waits for a person. */
export function Desk({ me }: { me: Me }) {
  const { t } = useTranslation('desk');
  const navigate = useNavigate();
  const isOfficer = me.kind === 'officer';
  const { place, open, page } = seenBy(isOfficer, usePlace());
  const query = useDesk((state) => state.query);
  const waiting = useDesk((state) => state.counts?.toReceive ?? 0);
  const [helping, setHelping] = useState(false);
  const ground = useGround();

  useTitle(waiting > 0 ? t('title.waiting', { count: waiting }) : t('title.plain'));
  useUnwrittenWarning();
  useEffect(() => enterPlace(place), [place]);
  useEffect(() => void loadSuspense(), []);
  useEffect(() => {
    if (place === 'suspense') void loadSuspense();
    else void loadLine(place, query);
  }, [place, query]);
  useEffect(() => {
    if (open !== null) void loadDossier(open);
  }, [open]);
  useLive(isOfficer, (dossier) => refresh(place, query, dossier === null || dossier === open ? open : null));

  const goBack = () => {
    const now = seenBy(isOfficer, window.location);
    if (document.activeElement?.id === SEARCH_ID) focusRow(null);
    else if (now.open === null) return;
    else if (workOn(useDesk.getState(), now.open).open !== null) {
      closeForm(now.open);
      focusActions();
    } else navigate(hrefOf(now.place, now.page === null ? undefined : now.open));
  };

  useShortcuts(page !== null, {
    search: () => document.getElementById(SEARCH_ID)?.focus(),
    next: () => moveRow(1),
    previous: () => moveRow(-1),
    back: goBack,
    help: () => setHelping(true),
    actions: focusActions,
    check: () => {
      const now = seenBy(isOfficer, window.location);
      if (now.open !== null) navigate(hrefOf(now.place, now.open, now.page === null ? 1 : undefined));
    },
    queue: (at) => {
      const to = PLACES[at];
      if (isOfficer && to) navigate(hrefOf(to));
    },
  });

  return (
    <>
      <Panes
        view={open === null ? 'list' : page === null ? 'open' : 'check'}
        header={
          <DeskTop
            me={me}
            unit={ground?.unit ?? null}
            onHelp={() => setHelping(true)}
            onRefresh={() => refresh(place, query, open)}
          />
        }
        nav={<Queues place={place} isOfficer={isOfficer} />}
        listLabel={t(`place.${place}`)}
        list={
          ground &&
          (place === 'suspense' ? (
            <SuspensePane ground={ground} isOfficer={isOfficer} />
          ) : (
            <QueuePane place={place} open={open} ground={ground} />
          ))
        }
        detailLabel={t('dossier.label')}
        detail={
          open !== null && ground && <DossierPane key={open} id={open} place={place} page={page} ground={ground} />
        }
      />
      <Help open={helping} onClose={() => setHelping(false)} />
    </>
  );
}

/** Whatever the address says, an administrator sees the money alone. */
function seenBy(isOfficer: boolean, location: { pathname: string; search: string }): Address {
  return isOfficer ? addressOf(location) : { place: 'suspense', open: null, page: null };
}

/** Closing the window would lose what is half written; the browser asks first. */
function useUnwrittenWarning(): void {
  const dirty = useDesk((state) => Object.values(state.work).some(({ draft }) => !isBlank(draft)));
  useEffect(() => {
    if (!dirty) return;
    const onLeave = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', onLeave);
    return () => window.removeEventListener('beforeunload', onLeave);
  }, [dirty]);
}
