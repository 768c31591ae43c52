import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { PROTOCOL, SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { ErrorBody } from './http.ts';

/** The digest of what phones in the field speak. Phones up to 90 days old must still be understood. */
const KNOWN: Record<number, string> = { 1: 'a8f9e2de99b6612e' };

test(`PROTO-1 what travels is what protocol ${PROTOCOL} says; if this fails, raise PROTOCOL and add its digest`, () => {
  const schemas = [SyncRequest, SyncResponse, ErrorBody].map((schema) => z.toJSONSchema(schema));
  const digest = createHash('sha256').update(JSON.stringify(schemas)).digest('hex').slice(0, 16);
  expect(digest).toBe(KNOWN[PROTOCOL]);
});
