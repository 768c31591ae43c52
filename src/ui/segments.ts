/** A share clamped to 0…1. */
export function share01(value: number): number {
  return Math.min(1, Math.max(0, value));
}

export type Segment = { at: number; share: number };

/** How full each of `total` segments is (0…1) when `value` of them are done; a fraction fills part of one. */
export function segments(value: number, total: number): readonly Segment[] {
  return Array.from({ length: total }, (_, at) => ({ at, share: share01(value - at) }));
}
