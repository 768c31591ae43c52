import { useTranslation } from 'react-i18next';
import type { DocumentCase, RecordDocument } from '#core/procedure/record.ts';
import { kindOfOfficial } from '#core/wallet/official-name.ts';
import { Clamp, Fold, More } from '#ui/Fold.tsx';
import { Text } from '#ui/Text.tsx';
import { Lines } from './Lines.tsx';
import { unbulleted } from './longText.ts';
import styles from './Official.module.css';
import { useKeptKinds } from './useReady.ts';

/** More cases than this, or more papers in them, are shut at first, so that their names can be looked through. */
const OPEN_CASES = 2;
const OPEN_PAPERS = 12;
/** What does not fit into the few lines of a title is to be had inside. */
const LONG_NAME = 120;

/** What to bring, by case. A single case needs no name. */
export function Cases({ cases }: { cases: readonly DocumentCase[] }) {
  const { t } = useTranslation('procedures');
  const [only] = cases;
  const papers = cases.reduce((sum, { documents }) => sum + documents.length, 0);
  const open = cases.length <= OPEN_CASES && papers <= OPEN_PAPERS;
  if (cases.length === 1 && only) {
    return (
      <>
        {only.name !== '' && (
          <Text strong lang="vi">
            {unbulleted(only.name)}
          </Text>
        )}
        <Papers documents={only.documents} />
        <Remarks remarks={only.remarks} />
      </>
    );
  }
  return (
    <>
      {!open && (
        <Text size="s" quiet>
          {t('papers.chooseCase')}
        </Text>
      )}
      {cases.map(({ name, documents, remarks }, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.case}>
          <Fold
            title={
              <>
                <h3 className={styles.caseName} lang={name === '' ? undefined : 'vi'}>
                  {name === '' ? t('papers.everyCase') : unbulleted(name)}
                </h3>
                {documents.length > 0 && (
                  <span className={styles.paperFacts}>{t('papers.count', { count: documents.length })}</span>
                )}
              </>
            }
            open={open}
          >
            {name.length > LONG_NAME && (
              <More more={t('papers.wholeName')} less={t('text.less')}>
                <Text lang="vi">{unbulleted(name)}</Text>
              </More>
            )}
            <Papers documents={documents} />
            <Remarks remarks={remarks} />
          </Fold>
        </div>
      ))}
    </>
  );
}

function Papers({ documents }: { documents: readonly RecordDocument[] }) {
  if (documents.length === 0) return null;
  return (
    <ol className={styles.papers}>
      {documents.map((document, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          <div lang="vi">
            <Clamp text={unbulleted(document.name)} />
          </div>
          <PaperFacts document={document} />
        </li>
      ))}
    </ol>
  );
}

/** How many of it, the blank form that goes with it, and that the wallet has a picture of such a paper. */
function PaperFacts({ document: { name, originals, copies, required, note, blanks } }: { document: RecordDocument }) {
  const { t } = useTranslation('procedures');
  const kept = useKeptKinds();
  const kind = kept.size > 0 ? kindOfOfficial(name) : null;
  const facts = [
    ...(originals > 0 ? [t('papers.originals', { count: originals })] : []),
    ...(copies > 0 ? [t('papers.copies', { count: copies })] : []),
    ...(required ? [t('papers.required')] : []),
    ...(note === undefined ? [] : [note]),
    ...(blanks && blanks.length > 0 ? [t('papers.blank', { names: blanks.join(', ') })] : []),
    ...(kind && kept.has(kind) ? [t('papers.pictureInWallet')] : []),
  ];
  return facts.length === 0 ? null : <span className={styles.paperFacts}>{facts.join(' · ')}</span>;
}

function Remarks({ remarks }: { remarks: DocumentCase['remarks'] }) {
  const { t } = useTranslation('procedures');
  if (!remarks || remarks.length === 0) return null;
  return (
    <div className={styles.remarks}>
      <Text size="s" strong>
        {t('papers.remarks')}
      </Text>
      <Lines items={remarks} official />
    </div>
  );
}
