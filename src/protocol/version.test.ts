import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import type { Happening, Role } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { Intent, PROTOCOL, SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { ErrorBody } from './http.ts';
import { TerseResponse } from './terse.ts';
import { SyncRequestV1, SyncResponseV1 } from './v1.ts';
import { changesInV2, ChangeV2, SyncResponseV2 } from './v2.ts';

/** The digests of what phones in the field speak. Phones up to 90 days old must still be understood. */
const KNOWN: Record<number, string> = { 1: '0f227cb0be25619f', 2: 'cd815faf4c03f906', 3: 'ee7fd986a5d57886' };

const ID = '0198f2f5-7c1a-7e55-9c60-111111111111';
const SUBMITTED = {
  type: 'submitted' as const,
  code: 'H38.16-261109-0042',
  procedure: '1.001193',
  version: 1,
  unit: '03004',
  applicant: 'LÝ THỊ MẨY',
  answers: {},
  claimedAt: 1,
};

function digestOf(...schemas: z.ZodMiniType[]): string {
  const described = schemas.map((schema) => z.toJSONSchema(schema));
  return createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16);
}

test(`PROTO-1 what travels is what protocol ${PROTOCOL} says; if this fails, raise PROTOCOL and add its digest`, () => {
  expect(digestOf(SyncRequest, Intent, SyncResponse, ErrorBody)).toBe(KNOWN[PROTOCOL]);
});

test('PROTO-4 what an answer may leave out is known to phones in the field', () => {
  expect(digestOf(TerseResponse)).toBe('e6a06af8f8aad49f');
});

test('PROTO-2 what protocols 1 and 2 said is never edited', () => {
  expect(digestOf(SyncRequestV1, SyncResponseV1)).toBe(KNOWN[1]);
  expect(digestOf(SyncResponseV2)).toBe(KNOWN[2]);
});

test('PROTO-3 a history with papers photographed again is read by a phone that has no word for it', () => {
  const page = (letter: string) => ({ hash: letter.repeat(64), size: 1, type: 'image/webp' as const });
  const told: [Role, Happening][] = [
    ['citizen', { ...SUBMITTED, attachments: [{ document: 'idCard', files: [page('a'), page('b')] }] }],
    [
      'citizen',
      {
        type: 'papersReplaced',
        lost: [page('b').hash],
        attachments: [{ document: 'idCard', files: [page('c')] }],
        claimedAt: 1,
      },
    ],
    ['system', { type: 'papersComplete' }],
    ['officer', { type: 'received', promisedDay: null }],
  ];
  const changes = told.map(([role, what], at) => ({
    n: at + 1,
    dossier: ID,
    event: { n: at + 1, at: 5, by: { role, name: 'Mẩy' }, what },
  }));
  const heard = z.array(ChangeV2).parse(changesInV2(changes));
  expect(heard.map(({ event }) => event.what.type)).toEqual([
    'submitted',
    'refundOpened',
    'papersComplete',
    'received',
  ]);
  const events = heard.map(({ event }) => event);
  // Until it hears that all is there, it goes on waiting for what it knows of: another paper may be on that phone alone.
  expect(fold(ID, events.slice(0, 2))).toMatchObject({ status: 'registered', papersComplete: false, refundsOpened: 0 });
  expect(fold(ID, events)).toMatchObject({ status: 'received', papersComplete: true, refundsOpened: 0 });
});
