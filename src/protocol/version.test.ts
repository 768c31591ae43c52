import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { Intent, PROTOCOL, SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { ErrorBody } from './http.ts';
import { SyncRequestV1, SyncResponseV1 } from './v1.ts';

/** The digests of what phones in the field speak. Phones up to 90 days old must still be understood. */
const KNOWN: Record<number, string> = { 1: '0f227cb0be25619f', 2: 'f05600bafdc3e034' };

function digestOf(...schemas: z.ZodMiniType[]): string {
  const described = schemas.map((schema) => z.toJSONSchema(schema));
  return createHash('sha256').update(JSON.stringify(described)).digest('hex').slice(0, 16);
}

test(`PROTO-1 what travels is what protocol ${PROTOCOL} says; if this fails, raise PROTOCOL and add its digest`, () => {
  expect(digestOf(SyncRequest, Intent, SyncResponse, ErrorBody)).toBe(KNOWN[PROTOCOL]);
});

test('PROTO-2 what protocol 1 said is never edited', () => {
  expect(digestOf(SyncRequestV1, SyncResponseV1)).toBe(KNOWN[1]);
});
