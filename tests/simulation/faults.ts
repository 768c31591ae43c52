/** How often each misfortune strikes, as probabilities for each occasion. */
export type Faults = {
  /** The request never arrives, or breaks off on its way: servers drop what does not match its length. */
  readonly requestLost: number;
  /** The phone gives up waiting; the request arrives afterwards all the same. */
  readonly requestLate: number;
  /** A copy of the request arrives once more, seconds or minutes later. */
  readonly requestTwice: number;
  /** A captive portal answers in the server's place. */
  readonly portal: number;
  /** The server has done it; nobody hears of it. */
  readonly responseLost: number;
  /** Half an answer arrives. */
  readonly responseCut: number;
  /** A part of a file arrives, and the rest does not. */
  readonly uploadCut: number;
  readonly crashBeforeCommit: number;
  readonly crashAfterCommit: number;
  /** The app dies at some await of the store; on each occasion. */
  readonly killed: number;
  /** Of these deaths, those that come of a power cut. */
  readonly powerCut: number;
  /** The phone is full, on each thing a person does. */
  readonly storeFull: number;
  /** The connection to the store is gone for a call, on each thing a person does. */
  readonly storeLost: number;
  /** The tab that kept a command is gone before the engine hears of it; on each command. */
  readonly untold: number;
  /** The engine hears of it minutes later, after others, or when it is done. */
  readonly toldLate: number;
  /** The browser deletes everything of the app; on each visit. */
  readonly evicted: number;
  /** The phone is broken for good once the server has a command and before it has its photos; on each such answer. */
  readonly destroyed: number;
  /** A record of the phone no longer opens, and the bits of a photo are others; on each visit. */
  readonly rotten: number;
  /** The session has ended; on each visit. */
  readonly signedOut: number;
  /** Another person signs in beside the open app, as in another tab of the same browser; on each visit and each file. */
  readonly otherSession: number;
};

export const NO_FAULTS: Faults = {
  requestLost: 0,
  requestLate: 0,
  requestTwice: 0,
  portal: 0,
  responseLost: 0,
  responseCut: 0,
  uploadCut: 0,
  crashBeforeCommit: 0,
  crashAfterCommit: 0,
  killed: 0,
  powerCut: 0,
  storeFull: 0,
  storeLost: 0,
  untold: 0,
  toldLate: 0,
  evicted: 0,
  destroyed: 0,
  rotten: 0,
  signedOut: 0,
  otherSession: 0,
};

/** A bad month in the mountains. */
export const ROUGH: Faults = {
  requestLost: 0.15,
  requestLate: 0.04,
  requestTwice: 0.08,
  portal: 0.03,
  responseLost: 0.12,
  responseCut: 0.04,
  uploadCut: 0.25,
  crashBeforeCommit: 0.03,
  crashAfterCommit: 0.03,
  killed: 0.012,
  powerCut: 0.5,
  storeFull: 0.03,
  storeLost: 0.05,
  untold: 0.03,
  toldLate: 0.05,
  evicted: 0.004,
  destroyed: 0.03,
  rotten: 0.008,
  signedOut: 0.04,
  otherSession: 0.02,
};
