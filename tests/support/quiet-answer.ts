import { PROTOCOL, type SyncResponse } from '#core/sync/messages.ts';

/** An answer of the server in which nothing is told: tests say what differs, and of which epoch it is. */
export const QUIET_ANSWER: Omit<SyncResponse, 'epoch'> = {
  protocol: PROTOCOL,
  lastSeq: 0,
  outcomes: [],
  missingFiles: [],
  changes: [],
  cursor: 0,
  draftOutcomes: [],
  drafts: [],
  draftCursor: 0,
  more: false,
  backedUpTo: null,
  serverTime: 1,
};
