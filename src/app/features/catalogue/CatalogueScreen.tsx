import { useLayoutEffect, useReducer } from 'react';
import { useTranslation } from 'react-i18next';
import { useTitle } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { useProvince } from '#app/state/province.ts';
import { DeskHeader } from '#ui/DeskHeader.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { Link } from '#ui/Link.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import styles from './Catalogue.module.css';
import { Failed, History } from './History.tsx';
import { Outcome } from './Outcome.tsx';
import { Preview } from './Preview.tsx';
import { Upload } from './Upload.tsx';
import { useCatalogueDesk } from './useCatalogueDesk.ts';

/** The province's catalogue at the desk: bring a file in, see what it changes, publish it. */
export default function CatalogueScreen() {
  const { t } = useTranslation('desk');
  const { text } = useText();
  const province = useProvince();
  const [, redraw] = useReducer((times: number) => times + 1, 0);
  useLayoutEffect(() => platform().session.watch(redraw), []);
  useTitle(t('catalogue.title'));
  const { settled, me } = platform().session.state();
  if (!settled) return null;
  return (
    <>
      <DeskHeader product={t('product')} place={province ? text(province.name) : ''}>
        <Link href={paths.desk} className={styles.back}>
          {t('catalogue.toDesk')}
        </Link>
      </DeskHeader>
      <main id="main">
        {me?.kind === 'administrator' ? (
          <Catalogue />
        ) : (
          <div className={styles.door}>
            <EmptyState
              icon="key"
              title={t('catalogue.gate')}
              actions={
                <LinkButton href={platform().session.signInUrl(paths.deskCatalogue)}>
                  {t('gate.signInAction')}
                </LinkButton>
              }
            >
              {t('catalogue.gateWhy')}
            </EmptyState>
          </div>
        )}
      </main>
    </>
  );
}

function Catalogue() {
  const { t } = useTranslation('desk');
  const work = useCatalogueDesk();
  const { desk } = work;
  return (
    <div className={styles.columns}>
      <div className={styles.side}>
        <h1 className={styles.title}>{t('catalogue.title')}</h1>
        <Upload work={work} />
        {desk && <History versions={desk.versions} />}
      </div>
      <div className={styles.main}>
        <Outcome work={work} />
        {desk?.staged?.report ? (
          <Preview key={desk.staged.id} staged={desk.staged} report={desk.staged.report} work={work} />
        ) : (
          desk && !desk.running && <Nothing isFirst={desk.versions.length === 0} />
        )}
        {desk && <Failed imports={desk.failed} />}
      </div>
    </div>
  );
}

function Nothing({ isFirst }: { isFirst: boolean }) {
  const { t } = useTranslation('desk');
  return (
    <EmptyState icon="procedures" title={t(isFirst ? 'catalogue.none' : 'catalogue.nothingWaits')}>
      {t(isFirst ? 'catalogue.noneText' : 'catalogue.nothingWaitsText')}
    </EmptyState>
  );
}
