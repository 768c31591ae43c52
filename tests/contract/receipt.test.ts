import { CompactSign, importJWK } from 'jose';
import fc from 'fast-check';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { checkOf, findToken } from '#app/parts/signed/signed.ts';
import type { Command } from '#core/dossier/command.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import { jws } from '#platform/page/jws.ts';
import type { PinnedKey } from '#platform/page/platform.ts';
import { FEE_REQUEST_TYPE, feeClaims } from '#protocol/fee.ts';
import { RECEIPT_TYPE, ReceiptClaims } from '#protocol/receipt.ts';
import { openKeys, publicKeyOf, type ServerKeys } from '#server/keys.ts';
import { createMakeReceipt, type MakeReceipt, type StoredCommand } from '#server/receipt.ts';
import { EVERYTHING_ANSWERS } from '#tests/support/fixtures.ts';

const ID = '6f9619ff-8b86-4d01-b42d-00cf4fc964ff';
const file = (n: number): FileRef => ({ hash: n.toString(16).padStart(64, '0'), size: 1000 + n, type: 'image/webp' });
const command: Command = {
  id: '0b0e7f34-6e1c-4a57-9f2b-9a8a55a3cf11',
  seq: 7,
  madeAt: 1_794_900_000_000,
  intent: {
    type: 'submit',
    dossier: ID,
    procedure: '1.001193',
    version: 3,
    unit: '03037',
    answers: EVERYTHING_ANSWERS,
    attachments: [
      { document: 'idCard', files: [file(2), file(1)] },
      { document: 'picture', files: Array.from({ length: 11 }, (_, n) => file(n + 2)) },
    ],
  },
};
const stored: StoredCommand = {
  command,
  dossier: { id: ID, code: 'H38.16-261109-0042', procedure: '1.001193', unit: '03037' },
  at: 1_794_960_000_000,
};

let folder: string;
let keys: ServerKeys;
let pinned: PinnedKey[];
let makeReceipt: MakeReceipt;
let token: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'banso-receipt-'));
  keys = await openKeys(folder);
  pinned = [publicKeyOf(keys.signing)];
  makeReceipt = await createMakeReceipt({ signing: keys.signing, issuer: 'lao-cai' });
  token = await makeReceipt(stored);
});
afterAll(() => rm(folder, { recursive: true }));

const check = async (text: string, believed = pinned) => checkOf(await jws.verify(text, believed));
const encode = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
const claimsOf = (text: string) =>
  JSON.parse(Buffer.from(text.split('.')[1] ?? '', 'base64url').toString()) as ReceiptClaims;

async function sign(payload: unknown, header: object, key = keys.signing): Promise<string> {
  return new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg: 'ES256', kid: key.kid, ...header })
    .sign(await importJWK({ ...key }, 'ES256'));
}

describe('RECEIPT what the province says it stored', () => {
  test('is read back on a phone that has its key, and names no person', async () => {
    expect(await check(token)).toEqual({
      kind: 'genuine',
      thing: {
        kind: 'receipt',
        claims: {
          command: command.id,
          type: 'submit',
          dossier: ID,
          code: 'H38.16-261109-0042',
          procedure: '1.001193',
          unit: '03037',
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
          files: { count: 12, digest: expect.stringMatching(/^[0-9a-f]{64}$/) },
          at: stored.at,
          issuer: 'lao-cai',
        },
      },
    });
    const said = JSON.stringify(claimsOf(token));
    for (const answer of Object.values(EVERYTHING_ANSWERS)) {
      if (typeof answer === 'string') expect(said).not.toContain(answer);
    }
  });

  test('says the same of the same work sent by another device, and something else of other work', async () => {
    const again = claimsOf(await makeReceipt({ ...stored, command: { ...command, seq: 1 } }));
    expect(again).toEqual(claimsOf(token));
    const { intent } = command;
    if (intent.type !== 'submit') throw new Error('a submission');
    const answers = { ...intent.answers, count: 3 };
    const other = claimsOf(await makeReceipt({ ...stored, command: { ...command, intent: { ...intent, answers } } }));
    expect(other.digest).not.toBe(again.digest);
    expect(other.files).toEqual(again.files);
    const fewer = { ...intent, attachments: intent.attachments.slice(1) };
    const less = claimsOf(await makeReceipt({ ...stored, command: { ...command, intent: fewer } }));
    expect(less.files.digest).not.toBe(again.files.digest);
  });

  test('is of the same size with 360 files as with one, and fits a code', async () => {
    const files = (from: number) => Array.from({ length: 12 }, (_, n) => file(from * 12 + n));
    const many = Array.from({ length: 30 }, (_, n) => ({ document: `paper${n}`, files: files(n) }));
    const large = await makeReceipt({
      ...stored,
      command: { ...command, intent: { type: 'supplement', dossier: ID, note: '', attachments: many } },
    });
    expect(large.length).toBeLessThan(770);
    expect(token.length).toBeLessThan(770);
  });

  test('is refused when any letter of it is another', async () => {
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
    for (let at = 0; at < token.length; at += 1) {
      const other = letters[(letters.indexOf(token[at] ?? '') + 1 + (at % 7)) % letters.length] ?? '';
      const changed = token.slice(0, at) + other + token.slice(at + 1);
      expect((await check(changed)).kind, `letter ${at}`).not.toBe('genuine');
    }
    // The last letter carries four bits that no byte needs: each of its 63 other spellings is refused.
    for (const other of letters) {
      if (other !== token.at(-1)) expect((await check(token.slice(0, -1) + other)).kind).not.toBe('genuine');
    }
  });

  test('is refused after anything random is done to its letters', async () => {
    const cut = fc.tuple(fc.nat(800), fc.nat(40), fc.string({ maxLength: 40 }));
    await fc.assert(
      fc.asyncProperty(cut, async ([at, length, put]) => {
        const changed = token.slice(0, at) + put + token.slice(at + length);
        fc.pre(changed !== token);
        expect((await check(changed)).kind).not.toBe('genuine');
      }),
      { numRuns: 500 },
    );
  });

  test('is refused with any claim swapped under the old signature', async () => {
    const [header, , signature] = token.split('.');
    const claims = claimsOf(token);
    const others: Partial<Record<keyof ReceiptClaims, unknown>> = {
      command: ID,
      type: 'withdraw',
      dossier: command.id,
      code: 'H38.16-261109-0043',
      procedure: '1.001194',
      unit: '03038',
      digest: 'f'.repeat(64),
      files: { ...claims.files, count: 13 },
      at: stored.at + 1,
      issuer: 'ha-giang',
    };
    expect(Object.keys(others).toSorted()).toEqual(Object.keys(claims).toSorted());
    for (const [name, other] of Object.entries(others)) {
      const swapped = `${header}.${encode({ ...claims, [name]: other })}.${signature}`;
      expect(await check(swapped), name).toEqual({ kind: 'changed' });
    }
  });

  test('needs a signature of that algorithm, by a pinned key, as a receipt', async () => {
    const claims = claimsOf(token);
    const [header, body, signature] = token.split('.');
    const kid = keys.signing.kid;
    const none = encode({ alg: 'none', kid, typ: RECEIPT_TYPE });
    expect(await check(`${none}.${body}.`)).toEqual({ kind: 'notSigned' });
    expect(await check(`${none}.${body}.${signature}`)).toEqual({ kind: 'notSigned' });
    expect(await check(`${encode({ alg: 'HS256', kid, typ: RECEIPT_TYPE })}.${body}.${signature}`)).toEqual({
      kind: 'notSigned',
    });
    expect(await check(await sign(claims, { typ: RECEIPT_TYPE, kid: 'another' }))).toEqual({ kind: 'unknownKey' });
    expect(await check(token, [])).toEqual({ kind: 'unknownKey' });

    const stranger = (await openKeys(path.join(folder, 'stranger'))).signing;
    expect(await check(await sign(claims, { typ: RECEIPT_TYPE, kid }, stranger))).toEqual({ kind: 'changed' });

    expect(await check(await sign(claims, { typ: 'JWT' }))).toEqual({ kind: 'unknownKind' });
    expect(await check(await sign(claims, {}))).toEqual({ kind: 'unknownKind' });
    expect(await check(await sign(claims, { typ: FEE_REQUEST_TYPE }))).toEqual({ kind: 'unknownKind' });
    expect(await check(await sign({ ...claims, more: 1 }, { typ: RECEIPT_TYPE }))).toEqual({ kind: 'unknownKind' });
    expect(await check(`${header}.${body}`)).toEqual({ kind: 'notSigned' });
  });
});

test('a fee request is told from a receipt by its own name', async () => {
  const payee = { bin: '970436', account: '1020304050', name: 'KHO BAC', bank: 'Vietcombank' };
  const fee = { id: ID, amount: 8000, reason: 'Lệ phí', reference: 'H38162611090042ABCD', payee, expiresAt: 1 };
  const claims = feeClaims(ID, fee);
  expect(await check(await sign(claims, { typ: FEE_REQUEST_TYPE }))).toEqual({
    kind: 'genuine',
    thing: { kind: 'fee', claims },
  });
  expect(await check(await sign(claims, { typ: RECEIPT_TYPE }))).toEqual({ kind: 'unknownKind' });
});

describe('a token in a text', () => {
  test('is found in a message, over broken lines, and only when it is whole', () => {
    expect(findToken(token)).toBe(token);
    expect(findToken(`Biên nhận của chị Mẩy đây:\n${token}\nCảm ơn.`)).toBe(token);
    expect(findToken(token.replaceAll(/(.{60})/g, '$1\r\n'))).toBe(token);
    for (const text of ['', 'xin chào', token.slice(0, -1), token.replaceAll('.', ' ')]) {
      expect(findToken(text)).toBeNull();
    }
  });
});
