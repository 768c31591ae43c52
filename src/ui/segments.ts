/** A share clamped to 0…1. */
export function share01(value: number): number {
  return Math.min(1, Math.max(0, value));
}

/** Of a segment, `share` is done, and `begun` more of it is on its way. */
export type Segment = { at: number; share: number; begun: number };

/**
 * How full each of `total` segments is (0…1) when `value` of them are done; a fraction fills part of one. What has
 * `begun` (0…1 each) takes the segments that follow, so that two halves never look like one whole.
 */
export function segments(value: number, total: number, begun: readonly number[] = []): readonly Segment[] {
  const first = Math.floor(value);
  return Array.from({ length: total }, (_, at) => {
    return { at, share: share01(value - at), begun: share01(begun[at - first] ?? 0) };
  });
}
