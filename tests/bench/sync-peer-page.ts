import PouchDB from 'pouchdb-browser';
import { makeWork } from './sync-work.ts';

// The peer's phone: PouchDB over IndexedDB, each dossier a document with its photo as an attachment.

export type Peer = {
  readonly fill: (count: number, photoBytes: number) => Promise<{ text: number; photos: number }>;
  /** Replicates until everything is there, trying again after failures. */
  readonly start: (batchSize: number) => void;
  readonly times: () => { textAt: number | null; doneAt: number | null; left: number; failures: number };
};

const local = new PouchDB('outbox');
const ids: string[] = [];
const times = { textAt: null as number | null, doneAt: null as number | null, left: 0, failures: 0 };

const peer: Peer = {
  fill: async (count, photoBytes) => {
    const bytes = { text: 0, photos: 0 };
    for (const { dossier, photos, ...rest } of makeWork(count, photoBytes)) {
      const intent = { ...rest, type: 'submit' };
      const files = photos.map((photo) => [
        photo.document,
        { content_type: 'image/webp', data: new Blob([photo.bytes], { type: 'image/webp' }) },
      ]);
      await local.put({ _id: dossier, intent, _attachments: Object.fromEntries(files) });
      ids.push(dossier);
      bytes.text += new TextEncoder().encode(JSON.stringify(intent)).length;
      bytes.photos += photos.reduce((sum, photo) => sum + photo.bytes.length, 0);
    }
    times.left = ids.length;
    return bytes;
  },
  start: (batchSize) => {
    const waiting = new Set(ids);
    local.replicate
      .to(`${location.origin}/dossiers`, { live: true, retry: true, batch_size: batchSize })
      .on('change', (info) => {
        for (const { _id } of info.docs) waiting.delete(_id);
        times.left = waiting.size;
        // A document and its photo arrive together or not at all.
        if (times.left === 0) times.textAt = times.doneAt = Date.now();
      })
      .on('paused', (error?: unknown) => {
        if (error) times.failures += 1;
      });
  },
  times: () => ({ ...times }),
};

Object.assign(globalThis, { peer });
