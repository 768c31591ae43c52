import * as z from 'zod/mini';
import { RECORD_FIELDS } from '#core/procedure/difference.ts';

/** What went in, what it changes, and what was wrong. Lists are cut to `LISTED`; the counts are whole. */

export const LISTED = 500;

const REJECTION_REASONS = [
  'json',
  'shape',
  'code',
  'codesDiffer',
  'duplicate',
  'encoding',
  'tooLong',
  'categoryCycle',
] as const;

export const Rejection = z.strictObject({
  line: z.int(),
  /** Null when it could not be read. */
  code: z.nullable(z.string()),
  reason: z.enum(REJECTION_REASONS),
  /** For the person who mends the file: a path, a number, a code. */
  detail: z.string(),
});
export type Rejection = z.infer<typeof Rejection>;

const Named = z.strictObject({ code: z.string(), name: z.string() });
const Changed = z.strictObject({ code: z.string(), name: z.string(), fields: z.array(z.enum(RECORD_FIELDS)) });

const counted = <S extends z.ZodMiniType>(item: S) => z.strictObject({ count: z.int(), list: z.array(item) });

/** Why nothing of a file counts. */
export const ImportFailure = z.strictObject({
  code: z.enum(['truncated', 'damaged', 'encoding', 'tooLarge', 'empty']),
  line: z.int(),
});
export type ImportFailure = z.infer<typeof ImportFailure>;

export const ImportReport = z.strictObject({
  baseVersion: z.int(),
  /** Records in the file. */
  read: z.int(),
  /** Other provinces' own, passed over. */
  elsewhere: z.int(),
  unchanged: z.int(),
  added: counted(Named),
  changed: counted(Changed),
  withdrawn: counted(Named),
  rejected: counted(Rejection),
  /** Rejected ones that an earlier version has: they stay as they were. */
  keptFormer: z.int(),
  failure: z.optional(ImportFailure),
});
export type ImportReport = z.infer<typeof ImportReport>;
