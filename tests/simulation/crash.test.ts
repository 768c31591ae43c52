import { afterAll, describe, expect, test } from 'vitest';
import { must } from '#core/assert.ts';
import { DEATHS, play } from './crash.ts';
import { FLOWS } from './flows.ts';

/** How often each await was one to die at, by its name. */
const deaths = new Map<string, number>();

test('CRASH twelve flows at least', () => {
  expect(FLOWS.length).toBeGreaterThanOrEqual(12);
});

describe.each(FLOWS)('CRASH $name', (flow) => {
  test.each(DEATHS)('%s at every await', async (death) => {
    const { points, wrong } = await play(flow, death, 0);
    expect(wrong).toEqual([]);
    expect(points).toBeGreaterThan(1);
    for (let at = 1; at <= points; at += 1) {
      const played = await play(flow, death, at);
      expect(played.wrong, `${death} at await ${at} of ${points}`).toEqual([]);
      const name = `${death} ${must(played.diedAt, `somebody to die at await ${at} of ${points}`)}`;
      deaths.set(name, (deaths.get(name) ?? 0) + 1);
    }
  });
});

/** Of the transactions of sync and the papers. */
const SERVER_AWAITS = [
  'append',
  'changesAfter',
  'commandIdUsed',
  'commit',
  'committed',
  'draftsAfter',
  'expectFiles',
  'findDraft',
  'lockDevice',
  'lockDossier',
  'missingFiles',
  'missingFilesOf',
  'nextCode',
  'saveDraft',
  'saveOutcome',
  'serverState',
  'setLastSeq',
  'storeFile',
];
/** Of drafts and sync; nothing here is done to the wallet, the lists or the choice of sending. */
const PHONE_AWAITS = [
  'addFile',
  'dropDraft',
  'enqueue',
  'exchange',
  'log',
  'noteSent',
  'open',
  'read',
  'record',
  'reviveRefused',
  'saveDraft',
  'settleDraft',
  'takeArrivals',
  'upload',
].flatMap((name) => [`before ${name}`, `after ${name}`]);

test('CRASH each of these awaits was one to die at, and no other', () => {
  const places = DEATHS.flatMap((death) =>
    (death === 'server' ? SERVER_AWAITS : PHONE_AWAITS).map((name) => `${death} ${name}`),
  );
  expect([...deaths.keys()].toSorted()).toEqual(places.toSorted());
});

afterAll(() => {
  const all = [...deaths.values()].reduce((sum, times) => sum + times, 0);
  console.log(`crashes at every await: ${all} of ${FLOWS.length} flows`);
});
