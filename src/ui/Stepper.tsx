import { useTranslation } from 'react-i18next';
import { SegmentBar } from './SegmentBar.tsx';

export type StepperProps = {
  /** Steps gone through; a fraction fills part of a segment. */
  value: number;
  total: number;
};

/** Progress through a few steps, gold on indigo, for the header. */
export function Stepper({ value, total }: StepperProps) {
  const { t } = useTranslation('ui');
  const said = t('stepOf', { value: Math.max(1, Math.ceil(value)), total });
  return <SegmentBar value={value} total={total} label={t('progress')} valueText={said} tone="onDark" />;
}
