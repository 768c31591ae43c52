import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreFailure } from '#core/ports.ts';
import { formatDay } from '#core/text/when.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { DateField } from '#ui/DateField.tsx';
import { datePartsFromIso, emptyDate, isoFromDateParts } from '#ui/dateParts.ts';
import { KeyValue } from '#ui/KeyValue.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { TextField } from '#ui/TextField.tsx';
import type { PaperEditing } from './usePaper.ts';

const LONGEST_NAME = 80;

type AboutProps = { paper: WalletPaper; change: PaperEditing['change'] };

/** Whose it is and until when, in the person's own words: to tell papers of one kind apart, and not to send one too late. */
export function About({ paper, change }: AboutProps) {
  const { t } = useTranslation('wallet');
  const [editing, setEditing] = useState(false);
  const { whose, validTo } = paper;
  return (
    <Card>
      <KeyValue
        rows={[
          { label: t('whose'), value: whose || t('notSaid') },
          { label: t('until'), value: validTo === null ? t('notSaid') : formatDay(validTo) },
        ]}
      />
      <Button variant="quiet" icon="pencil" onClick={() => setEditing(true)}>
        {t('tell')}
      </Button>
      {editing && <AboutSheet paper={paper} change={change} onClose={() => setEditing(false)} />}
    </Card>
  );
}

function AboutSheet({ paper, change, onClose }: AboutProps & { onClose: () => void }) {
  const { t } = useTranslation('wallet');
  const { t: errors } = useTranslation('errors');
  const [whose, setWhose] = useState(paper.whose);
  const [day, setDay] = useState(paper.validTo === null ? emptyDate : datePartsFromIso(paper.validTo));
  const [wrong, setWrong] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const save = async () => {
    const isEmpty = Object.values(day).every((part) => part.trim() === '');
    const validTo = isoFromDateParts(day);
    setWrong(!isEmpty && validTo === null);
    if (!isEmpty && validTo === null) return;
    const failed = await change(() => ({ whose: whose.trim().normalize('NFC'), validTo }));
    setFailure(failed);
    if (!failed) onClose();
  };
  return (
    <Sheet open onClose={onClose} title={t('tell')} footer={<Button onClick={() => void save()}>{t('save')}</Button>}>
      <TextField
        id="whose"
        label={t('whose')}
        hint={t('whoseHint')}
        need="optional"
        maxLength={LONGEST_NAME}
        autoCapitalize="words"
        value={whose}
        onChange={setWhose}
      />
      <DateField
        id="until"
        label={t('until')}
        hint={t('untilHint')}
        need="optional"
        error={wrong ? t('untilWrong') : undefined}
        value={day}
        onChange={setDay}
      />
      {failure && (
        <Notice tone="act" live>
          {errors(`store.${failure.code}.text`)}
        </Notice>
      )}
    </Sheet>
  );
}
