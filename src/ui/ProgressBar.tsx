import { SegmentBar } from './SegmentBar.tsx';
import { share01 } from './segments.ts';

export type ProgressBarProps = { value: number; label: string; tone?: 'info' | 'done' };

/** A share of the whole, `value` in 0…1, with a name for those who listen. */
export function ProgressBar({ value, label, tone = 'info' }: ProgressBarProps) {
  return <SegmentBar value={Math.round(share01(value) * 100)} total={100} pieces={1} label={label} tone={tone} />;
}
