import { SegmentBar } from './SegmentBar.tsx';

export type PieceBarProps = { done: number; total: number; label: string };

/** Pieces that have arrived, a segment each; past a dozen they merge into one bar. */
export function PieceBar({ done, total, label }: PieceBarProps) {
  return <SegmentBar value={done} total={total} pieces={total > 12 ? 1 : total} label={label} tone="done" />;
}
