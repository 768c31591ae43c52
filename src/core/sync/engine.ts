import type { Sha256 } from '#core/dossier/dossier.ts';
import type {
  Chance,
  Clock,
  LogLine,
  OutgoingDraft,
  SyncStart,
  SyncStore,
  SyncTransport,
  Timers,
  TransportFailure,
  Wanted,
} from '#core/ports.ts';
import { PROTOCOL, type SyncRequest, type SyncResponse } from '#core/sync/messages.ts';
import { step } from '#core/sync/machine.ts';
import {
  INITIAL,
  type Ask,
  type Fault,
  type Gap,
  type SendingChoice,
  type SyncEffect,
  type SyncEvent,
  type SyncState,
  type WakeReason,
} from '#core/sync/state.ts';
import { startTrail, type Trail } from '#core/sync/trail.ts';

/** A draft nobody has typed in for so long may travel: sooner would send every few words again. */
const DRAFT_REST_MS = 60_000;
const FAULT = { ok: false, failure: { code: 'fault' } as const satisfies Fault } as const;

export type EnginePorts = {
  readonly store: SyncStore;
  readonly transport: SyncTransport;
  readonly clock: Clock;
  readonly timers: Timers;
  readonly chance: Chance;
};

/** The running engine of one account on one device. Only the device's leader runs one. */
export type SyncEngine = {
  readonly wake: (why: WakeReason) => void;
  /** A command has been put into the outbox, by this tab or another. */
  readonly queued: (seq: number, bytes: number) => void;
  /** What the person chose about sending (kept in the store already), or the network the phone is on. */
  readonly choose: (choice: SendingChoice) => void;
  readonly state: () => SyncState;
  /** What has led to this state, for whoever looks for a fault. */
  readonly trail: () => Trail;
  readonly watch: (changed: (state: SyncState) => void) => () => void;
  /** Stops for good: no effect begins afterwards, and answers still on their way are dropped. */
  readonly stop: () => void;
};

/** Starts the engine: reads the store, then asks. A store that cannot be read is tried again after a rest. */
export function startSyncEngine(ports: EnginePorts): SyncEngine {
  let state = INITIAL;
  const trail = startTrail();
  let begun: SyncStart | null = null;
  let stopped = false;
  let cancelRest: (() => void) | null = null;
  /** The drafts that went with the exchange under way. */
  let pushed: readonly OutgoingDraft[] = [];
  const watchers = new Set<(state: SyncState) => void>();

  const dispatch = (event: SyncEvent): void => {
    if (stopped) return;
    const next = step(state, event);
    state = next.state;
    trail.add(event);
    for (const effect of next.effects) run(effect);
    for (const changed of watchers) changed(state);
  };

  const rest = (ms: number, then: () => void): void => {
    cancelRest?.();
    cancelRest = ports.timers.after(ms, () => {
      cancelRest = null;
      if (!stopped) then();
    });
  };

  const run = (effect: SyncEffect): void => {
    switch (effect.type) {
      case 'reread':
        return void reread(effect.gap);
      case 'ask':
        return void ask(effect.ask);
      case 'record':
        return void record(effect.response);
      case 'upload':
        return void upload(effect.file);
      case 'rest':
        return rest(effect.ms, () => dispatch({ type: 'rested' }));
      case 'stopResting':
        cancelRest?.();
        cancelRest = null;
    }
  };

  const note = (line: Omit<LogLine, 'at'>): Promise<unknown> =>
    foreseen(() => ports.store.log({ at: ports.clock.now(), ...line }));

  const begin = async (): Promise<void> => {
    const start = await foreseen(() => ports.store.start());
    if (stopped) return;
    if (!start.ok) return rest(5_000, () => void begin());
    begun = start.value;
    dispatch({ type: 'started', start: start.value });
  };

  const reread = async (gap: Gap | null): Promise<void> => {
    const read = await foreseen(() => ports.store.start());
    if (stopped) return;
    const chance = ports.chance.next();
    if (read.ok) dispatch({ type: 'reread', unsent: read.value.unsent, gap, chance });
    else dispatch({ type: 'notReread', failure: read.failure, chance });
  };

  const ask = async ({ seqs, epoch, cursor, draftCursor, drafts }: Ask): Promise<void> => {
    if (!begun) return;
    const draftsBefore = { none: 0, resting: ports.clock.now() - DRAFT_REST_MS, all: Number.POSITIVE_INFINITY }[drafts];
    const outgoing = await foreseen(() => ports.store.outgoing(seqs, draftsBefore));
    if (stopped) return;
    if (!outgoing.ok) {
      return dispatch({ type: 'notRecorded', failure: outgoing.failure, chance: ports.chance.next() });
    }
    const { commands, answeredAt } = outgoing.value;
    pushed = outgoing.value.drafts;
    const gone = seqs.filter((seq) => !commands.some((command) => command.seq === seq));
    if (gone.length > 0) dispatch({ type: 'gone', seqs: gone });
    const request: SyncRequest = {
      protocol: PROTOCOL,
      account: begun.account,
      device: begun.device,
      epoch,
      commands: [...commands],
      cursor,
      drafts: pushed.map(({ push }) => push),
      draftCursor,
      ...(answeredAt === null ? {} : { proof: String(answeredAt) }),
    };
    const sentAt = ports.clock.now();
    const exchanged = await foreseen(() => ports.transport.exchange(request));
    if (stopped) return;
    const ms = ports.clock.now() - sentAt;
    if (exchanged.ok) {
      dispatch({ type: 'answered', response: exchanged.response, at: ports.clock.now() });
      await note({ what: 'exchange', result: `ok ${exchanged.response.outcomes.length}`, bytes: exchanged.bytes, ms });
    } else {
      dispatch({ type: 'notAnswered', failure: exchanged.failure, ms, chance: ports.chance.next() });
      await note({ what: 'exchange', result: exchanged.failure.code, ms });
    }
  };

  const record = async (response: SyncResponse): Promise<void> => {
    const written = await foreseen(() => ports.store.record(response, pushed, ports.clock.now()));
    if (written.ok) dispatch({ type: 'recorded', response, recorded: written.value });
    else dispatch({ type: 'notRecorded', failure: written.failure, chance: ports.chance.next() });
  };

  const notUploaded = (hash: Sha256, failure: TransportFailure | Fault): void =>
    dispatch({ type: 'notUploaded', hash, failure, chance: ports.chance.next() });

  const upload = async (file: Wanted): Promise<void> => {
    const bytes = await foreseen(() => ports.store.fileBytes(file.hash));
    if (stopped) return;
    if (bytes === FAULT) return notUploaded(file.hash, FAULT.failure);
    if (!bytes.ok || !bytes.value) return dispatch({ type: 'notHeld', hash: file.hash });
    const sentAt = ports.clock.now();
    const progress = (sent: number) => dispatch({ type: 'uploadProgress', hash: file.hash, sent });
    const { value } = bytes;
    const uploaded = await foreseen(() => ports.transport.upload(file, value, progress));
    if (stopped) return;
    const ms = ports.clock.now() - sentAt;
    if (uploaded.ok) {
      await foreseen(() => ports.store.noteSent(file.hash, file.size));
      dispatch({ type: 'uploaded', hash: file.hash, at: ports.clock.now() });
      await note({ what: 'upload', result: 'ok', bytes: file.size, ms });
    } else {
      const sent = state.uploading.find((each) => each.file.hash === file.hash)?.sent ?? 0;
      notUploaded(file.hash, uploaded.failure);
      await note({ what: 'upload', result: uploaded.failure.code, bytes: sent, ms });
    }
  };

  void begin();
  return {
    wake: (why) => dispatch({ type: 'wake', why }),
    queued: (seq, bytes) => dispatch({ type: 'queued', seq, bytes }),
    choose: dispatch,
    state: () => state,
    trail: trail.get,
    watch: (changed) => {
      watchers.add(changed);
      return () => watchers.delete(changed);
    },
    stop: () => {
      stopped = true;
      cancelRest?.();
      watchers.clear();
    },
  };
}

/**
 * What a port answers; a fault where it throws what it never should, like a part of the app that could not be loaded.
 * Nothing else notices: without an answer the machine would wait for it as long as the app is open.
 */
async function foreseen<T>(ask: () => Promise<T>): Promise<T | typeof FAULT> {
  try {
    return await ask();
  } catch {
    return FAULT;
  }
}
