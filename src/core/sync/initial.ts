import type { SyncState } from './machine.ts';

/** An engine that has not begun: apart from the machine, so that a page can show it before the machine's code has come. */
export const INITIAL: SyncState = {
  started: false,
  cursor: 0,
  draftCursor: 0,
  epoch: null,
  unsent: [],
  atOnce: 100,
  exchange: 'idle',
  carried: [],
  again: false,
  uploads: [],
  uploading: [],
  setBack: [],
  first: null,
  photos: 'any',
  metered: null,
  allowedOnce: false,
  resting: false,
  failures: 0,
  lastFailure: null,
  lastContactAt: null,
  contact: null,
  blocked: null,
  gap: 'none',
};
