import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { formatVnd } from '#core/fee/money.ts';
import type { Province } from '#core/procedure/province.ts';
import type { ProcedureRecord, RecordFee, StructuredText, Term } from '#core/procedure/record.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { useOfficialDetail } from '#app/state/pocket.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { EmptyState } from '#ui/EmptyState.tsx';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { Lines } from './Sources.tsx';
import { UnknownProcedure } from './UnknownProcedure.tsx';

export type OfficialProcedureProps = { code: string; province: Province; onBack: () => void };

/** A procedure we have not written about: what the National Portal says of it, in order. */
export function OfficialProcedure({ code, province, onBack }: OfficialProcedureProps) {
  const { t } = useTranslation('procedures');
  const found = useOfficialDetail(code);
  switch (found.kind) {
    case 'unknown':
      return <UnknownProcedure code={code} province={province} onBack={onBack} />;
    case 'here':
      return <Record record={found.detail.record} fresh={found.fresh} onBack={onBack} />;
    case 'looking':
    case 'notHere':
      return (
        <PhoneScreen title={t('title')} onBack={onBack}>
          <Card>
            {found.kind === 'looking' ? (
              <Skeleton lines={8} />
            ) : (
              <EmptyState icon="search" title={t('official.notHere')}>
                {t('official.notHereText')}
              </EmptyState>
            )}
          </Card>
        </PhoneScreen>
      );
  }
}

function Record({ record, fresh, onBack }: { record: ProcedureRecord; fresh: boolean; onBack: () => void }) {
  const { t } = useTranslation('procedures');
  const { executing } = record.agencies;
  return (
    <PhoneScreen title={t('title')} onBack={onBack}>
      {/* Official names run over several lines; the header has room for one. */}
      <Text size="l" strong>
        {record.name}
      </Text>
      <Stack as="flow" tight>
        <Badge tone={record.onlineLevel === 'full' ? 'done' : 'neutral'}>{t(`online.${record.onlineLevel}`)}</Badge>
        <Badge tone="info">{t(`level.${record.level}`)}</Badge>
        <Badge tone="info">{record.code}</Badge>
      </Stack>
      {!fresh && <Notice tone="info">{t('official.old')}</Notice>}
      {record.methods.map((method) => (
        <Method key={method.channels.join()} method={method} />
      ))}
      {executing.length > 0 && (
        <Part title={t('official.agencies')}>
          <Lines items={executing} />
        </Part>
      )}
      {record.cases.length > 0 && <SectionTitle>{t('papers.title')}</SectionTitle>}
      {record.cases.map(({ name, documents, remarks }) => (
        <Card key={JSON.stringify([name, documents])}>
          {name !== '' && <Text strong>{name}</Text>}
          <Lines items={[...documents.map((paper) => paper.name), ...(remarks ?? [])]} />
        </Card>
      ))}
      {record.steps.length > 0 && (
        <Part title={t('steps')}>
          {record.steps.map(({ title, text }) => (
            <div key={JSON.stringify([title, text])}>
              {title !== undefined && <Text strong>{title}</Text>}
              <Blocks text={text} />
            </div>
          ))}
        </Part>
      )}
      {record.exemptions.length > 0 && (
        <Part title={t('official.exemptions')}>
          <Lines items={record.exemptions} />
        </Part>
      )}
      {record.conditions.length > 0 && (
        <Part title={t('official.conditions')}>
          <Blocks text={record.conditions} />
        </Part>
      )}
      {record.results.length > 0 && (
        <Part title={t('results')}>
          <Lines items={record.results} />
        </Part>
      )}
      <Part title={t('source.title')}>
        <Lines
          items={record.legalBases.map(({ number, name }) => (name === undefined ? number : `${number}: ${name}`))}
        />
        <Text size="s" quiet>
          {t('official.source')}
        </Text>
      </Part>
    </PhoneScreen>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <SectionTitle>{title}</SectionTitle>
      <Card>{children}</Card>
    </>
  );
}

function Method({ method }: { method: ProcedureRecord['methods'][number] }) {
  const { t } = useTranslation('procedures');
  const { language } = useText();
  const amount = ({ amount: one, note }: RecordFee): string => {
    const words =
      one.kind === 'fixed'
        ? one.currency === 'VND'
          ? formatVnd(one.amount, language)
          : t('official.usd', { amount: one.amount })
        : one.kind === 'asText'
          ? ''
          : one.kind === 'unverified'
            ? t('unverified')
            : t(`fee.${one.kind}`);
    return [words, note].filter(Boolean).join(' · ');
  };
  const term = (one: Term): string => {
    switch (one.kind) {
      case 'sameDay':
        return t('deadline.sameDay');
      case 'within':
        return t(`official.unit.${one.unit}`, { count: one.count });
      case 'asText':
        return one.text;
      case 'unverified':
        return t('unverified');
    }
  };
  return (
    <Card>
      <Text strong>{method.channels.map((channel) => t(`official.channel.${channel}`)).join(', ')}</Text>
      <KeyValue rows={[{ label: t('official.term'), value: term(method.term) }]} />
      <Lines
        items={method.fees.length === 0 ? [`${t('official.fee')}: ${t('unverified')}`] : method.fees.map(amount)}
      />
    </Card>
  );
}

function Blocks({ text }: { text: StructuredText }) {
  return (
    <>
      {text.map((block) =>
        Array.isArray(block) ? <Lines key={block.join()} items={block} /> : <Text key={block}>{block}</Text>,
      )}
    </>
  );
}
