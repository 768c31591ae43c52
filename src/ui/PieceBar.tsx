import { SegmentBar } from './SegmentBar.tsx';

export type PieceBarProps = {
  done: number;
  total: number;
  /** How much (0…1) of each piece that is on its way. */
  begun?: readonly number[];
  label: string;
};

/** Pieces that have arrived, a segment each, and lighter those on their way; past a dozen they merge into one bar. */
export function PieceBar({ done, total, begun, label }: PieceBarProps) {
  const bar = { value: done, total, label, tone: 'done' } as const;
  if (total <= 12) return <SegmentBar {...bar} begun={begun} />;
  return <SegmentBar {...bar} pieces={1} begun={begun && [begun.reduce((sum, share) => sum + share, 0) / total]} />;
}
