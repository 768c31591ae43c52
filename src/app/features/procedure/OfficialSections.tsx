import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProcedureRecord } from '#core/procedure/record.ts';
import { Card } from '#ui/Card.tsx';
import { Fold } from '#ui/Fold.tsx';
import { Text } from '#ui/Text.tsx';
import { Blocks } from './Blocks.tsx';
import { Cases } from './Cases.tsx';
import { Lines } from './Lines.tsx';
import { lengthOf } from './longText.ts';
import { Methods } from './Methods.tsx';
import styles from './Official.module.css';
import { papersGlance } from './recordFacts.ts';

/** A part of an official page: where it is, what it is called, how much is in it. */
export type OfficialSection = {
  readonly id: string;
  readonly title: string;
  readonly count?: string;
  readonly open: boolean;
  readonly content: ReactNode;
};

/** A text up to this long is not worth a fold. */
const SHORT = 700;

/** The parts of a record that say anything, in the order people ask. Papers and terms are open at first. */
export function useSections(record: ProcedureRecord): readonly OfficialSection[] {
  const { t } = useTranslation('procedures');
  const { papers } = papersGlance(record);
  const acts = record.legalBases.map(({ number, name }) => (name === undefined ? number : `${number}: ${name}`));
  const lines = (id: string, title: string, items: readonly string[], open: boolean): OfficialSection[] =>
    items.length === 0 ? [] : [{ id, title, open, content: <Lines items={items} official /> }];
  return [
    ...(record.cases.length === 0
      ? []
      : [
          {
            id: 'giay-to',
            title: t('papers.title'),
            ...(papers > 0 ? { count: t('papers.count', { count: papers }) } : {}),
            open: true,
            content: <Cases cases={record.cases} />,
          },
        ]),
    { id: 'thoi-han', title: t('section.termAndFee'), open: true, content: <Methods record={record} /> },
    ...(record.steps.length === 0
      ? []
      : [{ id: 'cac-buoc', title: t('steps'), open: true, content: <Steps steps={record.steps} /> }]),
    ...lines('ai-lam', t('who'), record.applicants, record.applicants.length <= 3),
    ...lines('mien-giam', t('official.exemptions'), record.exemptions, false),
    ...(record.conditions.length === 0
      ? []
      : [
          {
            id: 'dieu-kien',
            title: t('official.conditions'),
            open: lengthOf(record.conditions) <= SHORT,
            content: <Blocks text={record.conditions} />,
          },
        ]),
    ...lines('ket-qua', t('results'), record.results, true),
    ...lines('can-cu', t('source.title'), acts, acts.length <= 3),
  ];
}

/** The sections of a page, a card each. */
export function SectionCards({ sections }: { sections: readonly OfficialSection[] }) {
  return (
    <>
      {sections.map(({ id, title, count, open, content }) => (
        <section key={id} className={styles.section}>
          <Card>
            <Fold id={id} title={<h2>{title}</h2>} count={count} open={open}>
              <div className={styles.official}>{content}</div>
            </Fold>
          </Card>
        </section>
      ))}
    </>
  );
}

function Steps({ steps }: { steps: ProcedureRecord['steps'] }) {
  return (
    <>
      {steps.map(({ title, text }, at) => (
        // oxlint-disable-next-line react/no-array-index-key
        <div key={at} className={styles.official}>
          {title !== undefined && (
            <Text strong lang="vi">
              {title}
            </Text>
          )}
          <Blocks text={text} />
        </div>
      ))}
    </>
  );
}
