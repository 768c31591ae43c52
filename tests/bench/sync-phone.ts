import procedureFile from '#content/procedures/1.115661.json';
import { must } from '#core/assert.ts';
import { submissionOf } from '#core/dossier/submission.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { Procedure } from '#core/procedure/procedure.ts';
import type { AccountStore, Stored } from '#core/ports.ts';
import { openPlatform } from '#platform/page/services.ts';
import { makeWork, type Work } from './sync-work.ts';

// The phone of the sync bench: the app's own store, engine, leader and transport in a page without screens.

const platform = openPlatform(null);
// In the app the service worker has it on the phone already.
await import('tus-js-client');
const procedure = Procedure.parse(procedureFile);

/** What the bench asks of the page; times in milliseconds since the epoch, null while it has not come to it. */
export type Phone = {
  /** The server has said who is signed in, and the engine runs. */
  readonly ready: () => Promise<boolean>;
  /** Makes dossiers and seals them into the outbox. Answers the bytes of their commands and photos. */
  readonly fill: (count: number, photoBytes: number) => Promise<{ text: number; photos: number }>;
  /** Dossiers of which the server has said that every paper is there. */
  readonly complete: () => Promise<number>;
  readonly times: () => { textAt: number | null; doneAt: number | null; left: number; failures: number };
};

const times: { textAt: number | null; doneAt: number | null } = { textAt: null, doneAt: null };
let filled = false;

platform.sync.watch((state) => {
  if (!filled || state.unsent.length > 0) return;
  times.textAt ??= Date.now();
  if (state.uploads.length === 0) times.doneAt ??= Date.now();
});

const phone: Phone = {
  ready: async () => (await platform.session.refresh()).me !== null && platform.sync.state().started,
  fill: async (count, photoBytes) => {
    const store = await openStore();
    const bytes = { text: 0, photos: 0 };
    const queued: { seq: number; bytes: number }[] = [];
    for (const work of makeWork(count, photoBytes)) {
      let draft = got(await store.saveDraft(draftOf(work)));
      for (const photo of work.photos) {
        const file = {
          hash: await platform.hasher.sha256(photo.bytes),
          size: photo.bytes.length,
          type: 'image/webp' as const,
        };
        draft = got(await store.addFile(draft, photo.document, file, photo.bytes));
        bytes.photos += file.size;
      }
      const from = { commandId: platform.ids.uuid(), madeAt: Date.now(), draft };
      const entry = got(await store.enqueue(submissionOf(draft), from));
      bytes.text += new TextEncoder().encode(JSON.stringify(entry.command)).length;
      queued.push({ seq: entry.command.seq, bytes: entry.bytes });
    }
    for (const entry of queued) platform.sync.queued(entry.seq, entry.bytes);
    filled = true;
    return bytes;
  },
  complete: async () => {
    const store = await openStore();
    const refused = got(await store.listOutbox()).find((entry) => entry.refusal !== null)?.refusal;
    if (refused) throw new Error(`The server refused: ${JSON.stringify(refused)}`);
    return got(await store.listDossiers()).filter((dossier) => dossier.papersComplete).length;
  },
  times: () => {
    const { uploads, unsent, failures } = platform.sync.state();
    return { ...times, left: uploads.length + unsent.length, failures };
  },
};

async function openStore(): Promise<AccountStore> {
  return got(await platform.store(must(platform.session.state().me, 'who is signed in').account));
}

function draftOf({ dossier, unit, answers }: Work): Draft {
  const now = Date.now();
  return {
    id: dossier,
    rev: 0,
    procedure,
    unit,
    answers,
    attachments: [],
    place: { at: 'review' },
    startedAt: now,
    savedAt: now,
  };
}

function got<T>(stored: Stored<T>): T {
  if (!stored.ok) throw new Error(`The store: ${stored.failure.code}`);
  return stored.value;
}

Object.assign(globalThis, { phone });
