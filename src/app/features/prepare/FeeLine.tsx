import { useTranslation } from 'react-i18next';
import { must } from '#core/assert.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { feeAmount, type FeeAmount } from '#core/fee/amount.ts';
import { formatVnd } from '#core/fee/money.ts';
import { visibleAnswers } from '#core/form/visible.ts';
import { useInProvince } from '#app/parts/useInProvince.ts';
import { useText } from '#app/parts/useText.ts';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';

/** What it will cost, as far as anybody may say so now. Nothing is paid before an officer asks. */
export function FeeLine({ draft }: { draft: Draft }) {
  const { t } = useTranslation('form');
  const { text, language } = useText();
  const { answers } = draft;
  const { procedure, feeBy } = useInProvince(draft.procedure);
  const owed = feeAmount(procedure.fee, visibleAnswers(must(procedure.form, 'form'), answers));
  const say = (fee: FeeAmount): string => {
    if (fee.kind === 'owed') return t('fee.owed', { amount: formatVnd(fee.amount, language) });
    return fee.kind === 'nothing' ? t('fee.free') : t('fee.unknown');
  };
  const note = owed.kind === 'nothing' ? null : (procedure.fee.note && text(procedure.fee.note)) || t('fee.later');
  return (
    <Card>
      <Row
        icon="bank"
        tone={owed.kind === 'nothing' ? 'done' : 'info'}
        title={say(owed)}
        subtitle={[note, feeBy && t('fee.by', feeBy)].filter(Boolean).join(' ') || undefined}
      />
    </Card>
  );
}
