import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCOUNT_HEADER, uploadPath } from '#protocol/http.ts';
import { unitOwner } from '#server/commands/officer.ts';
import { announcing, FilesWorld, photo, refusalIn, TUS, type Photo } from './files-world.ts';
import { Phone, submitIntent } from './ledger.contract.ts';

const UNIT = '03004';

let world: FilesWorld;
beforeAll(async () => {
  world = await FilesWorld.open();
});
afterAll(async () => await world.close());

/** Somebody whose dossier waits for a photo. */
async function applicant(kind: 'resident' | 'officer', one: Photo): Promise<{ account: string; phone: Phone }> {
  const account = await world.person(kind, kind === 'officer' ? UNIT : null);
  const phone = new Phone(world.ledger, account);
  const { missingFiles } = await phone.sync([phone.command(submitIntent([one.file]))]);
  expect(missingFiles).toEqual([one.file.hash]);
  return { account, phone };
}

async function expectComplete(phone: Phone): Promise<void> {
  const { changes, missingFiles } = await phone.sync();
  expect(changes.map(({ event }) => event.what.type)).toContain('papersComplete');
  expect(missingFiles).toEqual([]);
}

function isHeldFor(owner: string, { file }: Photo): boolean {
  return existsSync(world.uploads.vault.pathOf(owner, file.hash));
}

describe('whose an officer’s upload is', () => {
  test('a paper of their own dossier is theirs and completes it, whole with its announcement', async () => {
    const one = photo();
    const { account, phone } = await applicant('officer', one);
    expect((await world.beginWith(account, one.file, one.bytes)).status).toBe(201);
    await expectComplete(phone);
    expect(isHeldFor(unitOwner(UNIT), one)).toBe(false);
  });

  test('it comes piece by piece, and is held afterwards for whoever asks again', async () => {
    const one = photo();
    const { account, phone } = await applicant('officer', one);
    await world.begin(account, one.file);
    await world.patch(account, one.file.hash, 0, one.bytes.subarray(0, 20_000));
    expect(await world.offsetOf(account, one.file.hash)).toBe(20_000);
    expect((await world.patch(account, one.file.hash, 20_000, one.bytes.subarray(20_000))).status).toBe(204);
    await expectComplete(phone);
    expect(await world.offsetOf(account, one.file.hash)).toBe(50_000);
    expect((await world.begin(account, one.file)).status).toBe(201);
    expect(isHeldFor(unitOwner(UNIT), one)).toBe(false);
  });

  test('who becomes an officer while papers are on their way goes on where they stopped', async () => {
    const one = photo();
    const { account, phone } = await applicant('resident', one);
    await world.begin(account, one.file);
    await world.patch(account, one.file.hash, 0, one.bytes.subarray(0, 20_000));
    world.employ(account, 'officer', UNIT);
    expect(await world.offsetOf(account, one.file.hash)).toBe(20_000);
    expect((await world.patch(account, one.file.hash, 20_000, one.bytes.subarray(20_000))).status).toBe(204);
    await expectComplete(phone);
  });

  test('a paper that went to the unit is asked for again, and arrives', async () => {
    const [account, one] = [await world.person('officer', UNIT), photo()];
    await world.upload(account, one);
    expect(isHeldFor(unitOwner(UNIT), one)).toBe(true);
    const phone = new Phone(world.ledger, account);
    await phone.sync([phone.command(submitIntent([one.file]))]);
    expect(await world.offsetOf(account, one.file.hash)).toBeNull();
    await world.upload(account, one);
    await expectComplete(phone);
  });

  test('a result is the unit’s, also while a dossier of the officer waits, and where somebody else’s waits for it', async () => {
    const [own, result] = [photo(), photo()];
    const { account } = await applicant('officer', own);
    await applicant('resident', result);
    expect((await world.upload(account, result)).status).toBe(204);
    expect(isHeldFor(unitOwner(UNIT), result)).toBe(true);
    expect(isHeldFor(account, result)).toBe(false);
  });
});

test('who brings one person’s file under another’s session is turned away, and nobody has it', async () => {
  const one = photo();
  const { account, phone } = await applicant('resident', one);
  const other = await world.person('resident', null);
  for (const method of ['POST', 'HEAD', 'PATCH'] as const) {
    const headers = { ...TUS, ...announcing(one.file), 'Upload-Offset': '0', [ACCOUNT_HEADER]: account };
    const answer = await world.call(other, method, uploadPath(one.file.hash), headers);
    expect(answer.status).toBe(409);
    if (method !== 'HEAD') expect(await refusalIn(answer)).toBe('wrongAccount');
  }
  expect(isHeldFor(other, one)).toBe(false);
  expect((await world.beginWith(account, one.file, one.bytes)).status).toBe(201);
  await expectComplete(phone);
});
