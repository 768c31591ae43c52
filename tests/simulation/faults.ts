/** How often each misfortune strikes, as probabilities for each occasion. */
export type Faults = {
  readonly requestLost: number;
  readonly responseLost: number;
  readonly duplicated: number;
  readonly portal: number;
  readonly halfAnswer: number;
  readonly serverCrashBeforeCommit: number;
  readonly serverCrashAfterCommit: number;
  readonly uploadCut: number;
  readonly killed: number;
  readonly powerCut: number;
  readonly storeFull: number;
};

export const NO_FAULTS: Faults = {
  requestLost: 0,
  responseLost: 0,
  duplicated: 0,
  portal: 0,
  halfAnswer: 0,
  serverCrashBeforeCommit: 0,
  serverCrashAfterCommit: 0,
  uploadCut: 0,
  killed: 0,
  powerCut: 0,
  storeFull: 0,
};

/** A bad week in the mountains. */
export const ROUGH: Faults = {
  requestLost: 0.2,
  responseLost: 0.2,
  duplicated: 0.1,
  portal: 0.05,
  halfAnswer: 0.05,
  serverCrashBeforeCommit: 0.05,
  serverCrashAfterCommit: 0.05,
  uploadCut: 0.3,
  killed: 0.05,
  powerCut: 0.03,
  storeFull: 0.03,
};

/**
 * Mistakes planted on purpose: an oracle that does not notice them proves nothing.
 * `relaxedOutbox`: the outbox is not flushed before "saved" is shown. `answersBeforeCommit`: the server
 * acknowledges what it may still lose. `forgetsSeq`: the server does not remember how far a device came.
 * `acceptsAnyBytes`: a half-arrived file counts as arrived.
 */
export const BUGS = ['relaxedOutbox', 'answersBeforeCommit', 'forgetsSeq', 'acceptsAnyBytes'] as const;
export type Bug = (typeof BUGS)[number];
