import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { must } from '#core/assert.ts';
import type { Command } from '#core/dossier/command.ts';
import { filesOf, type Attachment, type DossierEvent, type Happening } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import type { Change, Outcome } from '#core/sync/messages.ts';
import { digestOf } from '#server/commands/digest.ts';
import { eventHash } from '#server/commands/sql-ledger.ts';
import type { OpenDatabase, Sql } from '#server/db/database.ts';
import { openVault } from '#server/files/vault.ts';
import { auditBeside } from './audit-beside.ts';
import type { Bank } from './bank.ts';
import type { Findings } from './findings.ts';
import type { Officer } from './officer.ts';
import { numberIn, type Phone } from './phone.ts';

/** What people hold in their hands, to be compared with what the server has. */
export type People = {
  readonly phones: readonly Phone[];
  readonly officers: readonly Officer[];
  readonly banks: readonly Bank[];
};

type CommandRow = { account: string; device: string; seq: number; id: string; digest: string; outcome: Outcome };
type EventRow = { dossier: string; n: number; event: DossierEvent; prev_hash: string; hash: string };
type DossierRow = {
  id: string;
  owner: string;
  code: string;
  status: string;
  event_count: number;
  papers_complete: boolean;
};
type ChangeRow = { account: string; n: number; dossier: string; event_n: number };

/**
 * Compares the database and the folder of files with what was acknowledged: all of it there, each thing
 * once, whole, and nothing that nobody did. The server should not be running.
 */
export async function audit(
  { transaction }: Pick<OpenDatabase, 'transaction'>,
  filesFolder: string,
  people: People,
  findings: Findings,
): Promise<void> {
  await transaction(async (sql) => {
    const commands = await all<CommandRow>(sql, 'SELECT * FROM command ORDER BY account, device, seq');
    const events = await all<EventRow>(sql, 'SELECT * FROM dossier_event ORDER BY dossier, n');
    const dossiers = await all<DossierRow>(sql, 'SELECT * FROM dossier');
    auditCommands(commands, await all(sql, 'SELECT id, last_seq FROM device'), people, findings);
    auditEffects(commands, events, dossiers, people, findings);
    auditHistory(events, dossiers, findings);
    auditNumbers(events, people, findings);
    await auditChanges(sql, events, dossiers, people, findings);
    await auditDesk(sql, people, findings);
    await auditFiles(sql, filesFolder, people, findings);
    const histories = groupBy(events, (row) => row.dossier);
    const happened = [...histories].map(([id, rows]) => [id, rows.map(({ event }) => event)] as const);
    await auditBeside(sql, new Map(happened), people, findings);
  });
}

async function all<R>(sql: Sql, text: string): Promise<R[]> {
  return (await sql.query<R>(text)).rows;
}

/** Every outcome a phone was told is stored as it was told, under a command that the phone made, once. */
function auditCommands(
  rows: readonly CommandRow[],
  devices: readonly { id: string; last_seq: number }[],
  { phones }: People,
  findings: Findings,
): void {
  const byDevice = groupBy(rows, (row) => row.device);
  for (const phone of phones) {
    const stored = byDevice.get(phone.device) ?? [];
    const bySeq = new Map(stored.map((row) => [row.seq, row]));
    const lastSeq = devices.find((device) => device.id === phone.device)?.last_seq ?? 0;
    if (lastSeq !== stored.length)
      findings.add('corrupt', `device ${phone.device}: last seq ${lastSeq}, commands ${stored.length}`);
    for (const row of stored) {
      const command = phone.made[row.seq - 1];
      if (command?.id !== row.id || digestOf(command) !== row.digest) {
        findings.add('corrupt', `command ${row.id} was made by nobody like this`);
      }
    }
    for (const [seq, outcome] of phone.outcomes) {
      const row = bySeq.get(seq);
      if (!row) findings.add('lost', `command ${outcome.id}`);
      else if (!isDeepStrictEqual(row.outcome, outcome)) findings.add('corrupt', `outcome of ${outcome.id}`);
    }
    byDevice.delete(phone.device);
  }
  for (const device of byDevice.keys()) findings.add('corrupt', `commands of device ${device}, which is nobody’s`);
  tellDoubles(
    rows.map((row) => row.id),
    'command',
    findings,
  );
}

/** Every accepted command has its effect once, refused ones have none, and nothing else has happened. */
function auditEffects(
  rows: readonly CommandRow[],
  events: readonly EventRow[],
  dossiers: readonly DossierRow[],
  { phones, officers }: People,
  findings: Findings,
): void {
  const made = new Map(phones.flatMap((phone) => phone.made.map((command) => [command.id, { phone, command }])));
  const byMark = groupBy(
    events.filter(({ event }) => markOf(event.what) !== null),
    ({ event }) => must(markOf(event.what), 'mark'),
  );
  const owners = new Map(dossiers.map((dossier) => [dossier.id, dossier.owner]));
  for (const { id, outcome } of rows) {
    const { phone, command } = made.get(id) ?? {};
    if (!phone || !command) continue;
    const mark = markOfCommand(command);
    const effects = byMark.get(mark) ?? [];
    byMark.delete(mark);
    const wanted = outcome.result === 'done' && !leavesNoEvent(command) ? 1 : 0;
    if (effects.length < wanted) findings.add('lost', `the effect of command ${id}`);
    if (effects.length > wanted) findings.add(wanted === 1 ? 'duplicated' : 'corrupt', `the effect of command ${id}`);
    for (const { dossier, event } of effects) {
      const right =
        dossier === command.intent.dossier && owners.get(dossier) === phone.account && isEffectOf(command, event.what);
      if (!right) findings.add('corrupt', `command ${id} had another effect than it asked for`);
    }
  }
  const desk = new Set(officers.flatMap((officer) => officer.made.map(({ command }) => command.id)));
  for (const [mark, effects] of byMark) {
    if (!desk.has(mark)) findings.add('corrupt', `an event that nobody asked for, ${mark}`);
    else if (effects.length > 1) findings.add('duplicated', `the effect of the desk’s command ${mark}`);
  }
}

/** What its effect is known by: its id, which it carries in its words; or the page it brings, where there are no words. */
function markOfCommand({ id, intent }: Command): string {
  return intent.type === 'replacePapers' ? markOfPapers(intent.attachments) : id;
}

/** Such a command is kept beside the dossier. */
function leavesNoEvent({ intent }: Command): boolean {
  return intent.type === 'rate' || intent.type === 'reportPayment';
}

function markOfPapers(attachments: readonly Attachment[]): string {
  return filesOf(attachments)
    .map(({ hash }) => hash)
    .join();
}

/** The mark of the command that an event came from. */
function markOf(what: Happening): string | null {
  switch (what.type) {
    case 'submitted':
      return String(what.answers['paperName']);
    case 'supplemented':
      return what.note;
    case 'withdrawn':
    case 'notAccepted':
    case 'stopped':
    case 'supplementRequested':
      return what.reason;
    case 'feeRequested':
      return what.fee.reason;
    case 'papersReplaced':
      return markOfPapers(what.attachments);
    default:
      return null;
  }
}

function isEffectOf({ intent, madeAt }: Command, what: Happening): boolean {
  if (intent.type === 'submit') {
    if (what.type !== 'submitted' || what.claimedAt !== madeAt) return false;
    return isDeepStrictEqual([what.answers, what.attachments], [intent.answers, intent.attachments]);
  }
  if (intent.type === 'supplement') {
    return what.type === 'supplemented' && isDeepStrictEqual(what.attachments, intent.attachments);
  }
  if (intent.type === 'replacePapers') {
    return what.type === 'papersReplaced' && what.lost.every((hash) => intent.lost.includes(hash));
  }
  return what.type === 'withdrawn';
}

/** Each dossier's events count from 1, are linked by their hashes, and add up to the dossier's columns. */
function auditHistory(events: readonly EventRow[], dossiers: readonly DossierRow[], findings: Findings): void {
  const byDossier = groupBy(events, (row) => row.dossier);
  for (const dossier of dossiers) {
    const history = byDossier.get(dossier.id) ?? [];
    let previous = '';
    for (const [i, row] of history.entries()) {
      const linked = row.n === i + 1 && row.prev_hash === previous && row.hash === eventHash(previous, row.event);
      if (!linked) findings.add('corrupt', `history of ${dossier.code} breaks at event ${i + 1}`);
      previous = row.hash;
    }
    const times = (type: Happening['type']) => history.filter(({ event }) => event.what.type === type).length;
    if (
      times('submitted') > 1 ||
      times('received') > 1 ||
      times('papersComplete') > 1 + times('supplemented') + times('papersReplaced')
    ) {
      findings.add('duplicated', `an event of ${dossier.code} that happens once`);
    }
    const state = fold(
      dossier.id,
      history.map((row) => row.event),
    );
    const columns = [dossier.code, dossier.status, dossier.event_count, dossier.papers_complete];
    const folded = [state?.code, state?.status, history.length, state?.papersComplete];
    if (!isDeepStrictEqual(columns, folded)) findings.add('corrupt', `columns of ${dossier.code}`);
  }
  tellDoubles(
    dossiers.map((dossier) => dossier.code),
    'dossier code',
    findings,
  );
}

/** No code and no receipt's number has ever been told for two dossiers, also where a restore forgot one of them. */
function auditNumbers(events: readonly EventRow[], { phones }: People, findings: Findings): void {
  const given = new Set(phones.flatMap((phone) => [...phone.numbers]));
  for (const { dossier, event } of events) {
    const number = numberIn(event.what);
    if (number !== null) given.add(`${number} of ${dossier}`);
  }
  tellDoubles(
    [...given].map((one) => one.split(' ', 1).join()),
    'a number',
    findings,
  );
}

/** An account's changes are its dossiers' events, numbered without a hole, and what phones were told of them is so. */
async function auditChanges(
  sql: Sql,
  events: readonly EventRow[],
  dossiers: readonly DossierRow[],
  { phones }: People,
  findings: Findings,
): Promise<void> {
  const eventOf = new Map(events.map((row) => [`${row.dossier} ${row.n}`, row.event]));
  const changes = groupBy(await all<ChangeRow>(sql, 'SELECT * FROM change ORDER BY account, n'), (row) => row.account);
  for (const { id, last_change: last } of await all<{ id: string; last_change: number }>(
    sql,
    'SELECT id, last_change FROM account',
  )) {
    const rows = changes.get(id) ?? [];
    if (last !== rows.length || rows.some((row, i) => row.n !== i + 1))
      findings.add('corrupt', `numbers of the changes of ${id}`);
    tellDoubles(
      rows.map((row) => `${row.dossier} ${row.event_n}`),
      'change',
      findings,
    );
    const own = new Set(dossiers.filter((dossier) => dossier.owner === id).map((dossier) => dossier.id));
    const happened = events.filter((row) => own.has(row.dossier)).length;
    if (rows.length < happened) findings.add('lost', `${happened - rows.length} changes of ${id}`);
    for (const phone of phones.filter(({ account }) => account === id)) {
      for (const told of phone.changes) compareChange(told, rows[told.n - 1], eventOf, findings);
    }
  }
}

function compareChange(
  told: Change,
  row: ChangeRow | undefined,
  eventOf: ReadonlyMap<string, DossierEvent>,
  findings: Findings,
): void {
  const event = row && eventOf.get(`${row.dossier} ${row.event_n}`);
  if (!event) findings.add('lost', `change ${told.n} about ${told.dossier}, which a phone was told`);
  else if (row.dossier !== told.dossier || !isDeepStrictEqual(event, told.event)) {
    findings.add('corrupt', `change ${told.n} about ${told.dossier} is not what a phone was told`);
  }
}

/** What the desk was told is done is stored, and what is stored the desk has asked for. */
async function auditDesk(sql: Sql, { officers }: People, findings: Findings): Promise<void> {
  const rows = await all<{ id: string; dossier: string }>(sql, 'SELECT id, dossier FROM officer_command');
  const stored = new Map(rows.map((row) => [row.id, row.dossier]));
  for (const { command, dossier, state } of officers.flatMap((officer) => officer.made)) {
    const found = stored.get(command.id);
    stored.delete(command.id);
    if (state === 'done' && found === undefined) findings.add('lost', `the desk’s command ${command.id}`);
    if (found !== undefined && (found !== dossier || state === 'refused'))
      findings.add('corrupt', `the desk’s command ${command.id}`);
  }
  for (const id of stored.keys()) findings.add('corrupt', `a desk’s command that nobody made, ${id}`);
}

/** Every file that was acknowledged is on the disk with its hash, and every dossier knows which of its papers are. */
async function auditFiles(sql: Sql, folder: string, { phones }: People, findings: Findings): Promise<void> {
  const vault = openVault(folder);
  const kept = readFolder(folder);
  const rows = await all<{ owner: string; hash: string; size: number }>(sql, 'SELECT owner, hash, size FROM file');
  const recorded = new Set(rows.map(({ owner, hash }) => `${owner} ${hash}`));
  const known = new Set(phones.flatMap((phone) => [...phone.files.keys()].map((hash) => `${phone.account} ${hash}`)));
  for (const { owner, hash, size } of rows) {
    const there = kept.get(path.resolve(vault.pathOf(owner, hash)));
    if (!known.has(`${owner} ${hash}`)) findings.add('corrupt', `a file that nobody has sent, ${hash}`);
    if (!there) findings.add('lost', `the bytes of ${hash}`);
    else if (there.hash !== hash || there.size !== size) findings.add('corrupt', `the bytes of ${hash}`);
  }
  for (const phone of phones) {
    for (const { file, acknowledged } of phone.files.values()) {
      if (acknowledged && !recorded.has(`${phone.account} ${file.hash}`)) findings.add('lost', `file ${file.hash}`);
    }
  }
  for (const [place, { hash }] of kept) {
    if (path.basename(place) !== hash) findings.add('corrupt', `file ${path.basename(place)} in its folder`);
  }
  const wrong = await all<{ code: string }>(
    sql,
    `SELECT code FROM dossier WHERE papers_complete <> NOT EXISTS (
       SELECT FROM dossier_file wanted WHERE wanted.dossier = dossier.id AND wanted.role = 'paper' AND NOT EXISTS (
         SELECT FROM file WHERE file.owner = wanted.owner AND file.hash = wanted.hash))
     AND EXISTS (SELECT FROM dossier_file named WHERE named.dossier = dossier.id)`,
  );
  for (const { code } of wrong) findings.add('corrupt', `whether the papers of ${code} are complete`);
}

type FileThere = { readonly hash: string; readonly size: number };

/** Every file by its whole path, as it is on the disk. */
function readFolder(folder: string): Map<string, FileThere> {
  const files = new Map<string, FileThere>();
  for (const entry of existsSync(folder) ? readdirSync(folder, { recursive: true, withFileTypes: true }) : []) {
    if (!entry.isFile()) continue;
    const place = path.resolve(entry.parentPath, entry.name);
    const bytes = readFileSync(place);
    files.set(place, { hash: createHash('sha256').update(bytes).digest('hex'), size: bytes.length });
  }
  return files;
}

function tellDoubles(ids: readonly string[], what: string, findings: Findings): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) findings.add('duplicated', `${what} ${id}`);
    seen.add(id);
  }
}

function groupBy<T>(rows: readonly T[], key: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const group = groups.get(key(row));
    if (group) group.push(row);
    else groups.set(key(row), [row]);
  }
  return groups;
}
