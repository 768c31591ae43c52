import { filesOf, type Dossier, type FileRef } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import { hasLost, type OutboxItem, type Part } from '#app/features/send/outbox.ts';
import { papersSent } from '#app/features/track/timeline.ts';
import type { Phone } from './phone.ts';
import { screensOf, signsOf, type Readings, type Screens } from './screens.ts';
import { CLOSED } from './server-side.ts';
import type { ShownCommand } from './shown.ts';

/** One look at a phone: what was read there, what the screens made of it, and whom to ask for the truth. */
type Look = {
  readonly phone: Phone;
  readonly readings: Readings;
  readonly screens: Screens;
  readonly online: boolean;
  /** Whether this place knows that the server went back, if it ever did. */
  readonly heard: boolean;
  /** What this place has done, by the ledger of what people were shown. */
  readonly commands: readonly ShownCommand[];
  /** Files of this place that the server lacks and waits for, as the person knows or ought to. */
  readonly owed: readonly FileRef[];
};

/**
 * Builds the screens of a phone somebody looks at and compares what they claim with the server and with what people were
 * shown. A server that came back from a backup has forgotten what it said: what this phone shows is judged again once it
 * has `heard` of that, and where the lists lack something once everything has healed. Answers what an honest browser shows.
 */
export function judgeScreens(phone: Phone, readings: Readings, heard: boolean): Screens {
  const { place, account, world, session, signal } = phone;
  const commands = [...world.shown.commands.values()].filter((command) => command.place === place);
  const evicted = new Set(commands.filter(({ unrepeatable }) => unrepeatable).map(({ intent }) => intent.dossier));
  const honest = signal !== 'none';
  const server = !honest ? 'unknown' : session === null ? 'out' : session === account ? 'in' : 'unknown';
  const sync = phone.engine?.state() ?? null;
  const around = { online: honest, server, sync, evicted } as const;
  const screens = screensOf(readings, around);
  const owed = heard ? owedBy(phone, readings, commands) : [];
  const look = { phone, readings, screens, online: honest, heard, commands, owed };
  judgeChip(look);
  judgeStanding(look);
  judgeItems(look);
  judgeLists(look);
  if (!honest) {
    // A browser that believes in a network where there is none must not make the screens lie.
    const believing = { ...screens, ...signsOf(readings, { ...around, online: true }, screens.outbox) };
    judgeChip({ ...look, screens: believing, online: true });
    judgeStanding({ ...look, screens: believing, online: true });
  }
  return screens;
}

/** Everything works again: nothing waits, nothing is missing, and the screens say so unless the person has to act. */
export function judgeHealed({ world, place, seen }: Phone): void {
  if (!seen) return world.violated('stuck', `nobody could read the screens of ${place}`);
  const { chip, outbox, standing, strays } = seen;
  const wanted = outbox.refused.length > 0 || strays ? 'review' : 'synced';
  if (chip.kind !== wanted) world.violated('stuck', `the chip of ${place} says ${chip.kind}, not ${wanted}`);
  if (standing !== 'nothing') world.violated('stuck', `the outbox of ${place} says ${standing}`);
  const { length } = outbox.items;
  if (length > 0) world.violated('stuck', `the outbox of ${place} lists ${length} things`);
}

/** Papers that the server waits for, of dossiers this phone knows it has, taken here and neither lost nor given up. */
function owedBy({ place, account, world, server }: Phone, readings: Readings, commands: readonly ShownCommand[]) {
  const { dossiers } = readings;
  const knows = (id: string, hash: string) =>
    dossiers.some((here) => here.id === id && filesOf(here.attachments).some((file) => file.hash === hash)) ||
    commands.some(
      ({ seen, unrepeatable, intent, files }) =>
        seen === 'sent' && !unrepeatable && intent.dossier === id && files.has(hash),
    );
  const owed: FileRef[] = [];
  for (const { owner, dossier } of server.ledger.rows.dossiers.values()) {
    if (owner !== account || dossier.papersComplete || CLOSED.has(dossier.status)) continue;
    // What a restored server had lost may have been brought back by another phone since.
    if (isUntold(readings, dossier.id)) continue;
    for (const file of filesOf(dossier.attachments)) {
      const lacks = !server.ledger.rows.files.has(`${account}\n${file.hash}`);
      const isOurs = lacks && world.shown.papers.hasTaken(place, file.hash) && knows(dossier.id, file.hash);
      if (isOurs && !server.isGivenUp(file.hash)) owed.push(file);
    }
  }
  return owed;
}

/** "Đã đồng bộ" only where nothing made here is anywhere but at the server; a percentage never more than has gone. */
function judgeChip(look: Look): void {
  const { phone, screens, commands, owed } = look;
  const { chip } = screens;
  const claim = wrongAt(look);
  if (chip.kind === 'synced') {
    const waits = commands.filter(({ seen }) => seen === 'saved' || seen === 'refused').length;
    if (waits > 0) claim('lost', `the chip says synced, and ${waits} commands wait`);
    if (owed.length > 0) claim('lost', `the chip says synced, and ${owed.length} papers have not arrived`);
    if (phone.air.failed) claim('lost', 'the chip says synced, and the last try failed');
    if (
      screens.lists.asking.some(({ id }) => screens.outbox.items.some((item) => item.dossier === id && hasLost(item)))
    )
      claim('lost', 'the chip says synced, and a page has to be photographed again');
  }
  if (chip.kind === 'sending') {
    if (!isUnderWay(phone)) claim('lost', 'the chip says sending, and nothing is under way');
    const most = percentGone(look);
    if (chip.percent > most && look.heard) claim('lost', `the chip says ${chip.percent}%, of ${most.toFixed(1)}%`);
  }
  if (chip.kind === 'signedOut' && !isLockedOut(phone)) claim('stuck', 'the chip says signed out');
}

/** Why something waits is the true reason, and "nothing" is said only where nothing does. */
function judgeStanding(look: Look): void {
  const { phone, readings, screens, commands, owed } = look;
  const { standing, outbox } = screens;
  const claim = wrongAt(look);
  const waits = commands.filter(({ seen }) => seen === 'saved').length;
  // A dossier that does not open cannot say which papers it waits for: the person is told that it is fetched again.
  const unread = readings.aside.some(({ what, fate }) => what === 'dossier' && fate !== 'back');
  if (outbox.count === 0 && waits + (unread ? 0 : owed.length) > 0)
    claim('lost', `the outbox counts nothing, and ${waits} commands and ${owed.length} papers wait`);
  const blocked = phone.engine?.state().blocked ?? null;
  if (blocked !== null && standing !== phone.air.barred)
    claim('stuck', `nothing goes because ${String(phone.air.barred)}, and it says ${standing}`);
  switch (standing) {
    case 'nothing':
      if (phone.air.failed) claim('lost', 'nothing is said to stand, and the last try failed');
      break;
    case 'sending':
      if (!isUnderWay(phone)) claim('lost', 'it is said to be sending, and nothing is under way');
      break;
    case 'signedOut':
    case 'wrongAccount':
    case 'disagreement':
    case 'outdated':
      if (phone.air.barred !== standing && !(standing === 'signedOut' && phone.session === null))
        claim('stuck', `it is said to wait because ${standing}, of ${String(phone.air.barred)}`);
  }
}

/** Each thing once, in its own place, and of its parts none is said to have gone that the server has not got. */
function judgeItems(look: Look): void {
  const { screens, commands } = look;
  const { items, refused } = screens.outbox;
  const claim = wrongAt(look);
  const keys = items.map(({ id }) => id);
  if (new Set(keys).size < keys.length) claim('duplicated', 'two things in the outbox go by one name');
  const standsRefused = new Set(refused.map(({ entry }) => entry.command.id));
  if (standsRefused.size < refused.length) claim('duplicated', 'a refused command stands twice in the outbox');
  for (const { id, seen, madeAt, intent } of commands) {
    let times = standsRefused.has(id) ? 1 : 0;
    for (const { keptAt, dossier, type } of items)
      if (keptAt === madeAt && dossier === intent.dossier && type === intent.type) times += 1;
    const stands = seen === 'saved' || (seen === 'refused' && standsRefused.has(id)) ? 1 : 0;
    if (times > stands) claim('duplicated', `a ${intent.type} that is ${seen} stands ${times} times in the outbox`);
    if (times === 0 && (seen === 'saved' || seen === 'refused'))
      claim('lost', `a ${intent.type} that is ${seen} does not stand in the outbox`);
    if (seen === 'saved' && standsRefused.has(id)) claim('lost', `a ${intent.type} is shown as refused`);
  }
  for (const item of items) judgeParts(look, item);
}

function judgeParts(look: Look, item: OutboxItem): void {
  const { phone, readings } = look;
  const claim = wrongAt(look);
  const { account, server, air } = phone;
  const found = server.ledger.rows.dossiers.get(item.dossier);
  const isHere = new Set(readings.progress.filter(({ held }) => held).map(({ file }) => file.hash));
  if (
    item.code !== null &&
    isVouchedFor(look, item.dossier) &&
    (found?.owner !== account || found.dossier.code !== item.code)
  )
    claim('lost', `a dossier is shown as registered: ${item.code}`);
  const replaced = new Set(
    readings.outbox.flatMap(({ command: { intent }, refusal }) =>
      intent.type === 'replacePapers' && refusal === null ? intent.lost : [],
    ),
  );
  const lacks = ({ id }: Part) => readings.missing?.includes(id) === true && !replaced.has(id);
  for (const part of item.parts) {
    if (part.page === null) {
      if (part.state === 'going' && !isCarried(phone, item)) claim('lost', 'a form is said to go that no request has');
      continue;
    }
    if (part.state === 'going' && !air.uploading.has(part.id)) claim('lost', 'a page is said to go that does not');
    if (part.state === 'elsewhere' && wasHere(look, item, part) && lacks(part))
      claim('stuck', 'another phone is waited for, and the page was on this one alone');
    if (part.state === 'waiting' && item.code !== null && !isHere.has(part.id))
      claim('lost', 'a page is said to wait here that is not here');
    if (!look.heard || server.isGivenUp(part.id)) continue;
    if (part.state === 'gone' && bytesAt(phone, part) < (part.bytes ?? 0)) claim('lost', 'a page is shown as gone');
    const gone = bytesGone(phone, part);
    if (part.sent > gone) claim('lost', `${part.sent} bytes of a page are shown as gone, of ${gone}`);
  }
}

/** A page that does not open here any more, or that went with what this phone had sent before it lost its store. */
function wasHere({ phone: { world, place, account }, commands }: Look, { dossier }: OutboxItem, { id }: Part): boolean {
  const { shown } = world;
  const went = () =>
    commands.some(({ unrepeatable, intent, files }) => unrepeatable && intent.dossier === dossier && files.has(id));
  return shown.papers.isSpoilt(place, id) || (shown.papers.isDestroyed(account, id) && went());
}

/** Nobody's own disappears from the lists, stands there twice, or is said to be where it is not. */
function judgeLists(look: Look): void {
  const { phone, readings, screens, commands } = look;
  const { account, server, world } = phone;
  const claim = wrongAt(look);
  const { home, lists } = screens;
  const { asking, underWay, ended, waiting } = lists;
  const sorted = [...asking, ...underWay, ...ended].map(({ id }) => id);
  if (sorted.length !== readings.dossiers.length || new Set(sorted).size !== sorted.length)
    claim('duplicated', `${readings.dossiers.length} dossiers are in ${sorted.length} places`);
  // A draft may stand beside the dossier that another phone has made of it.
  const cards = new Map(home.map((mine) => [mine.id, mine]));
  if (cards.size < home.length) claim('duplicated', 'something stands twice on the first screen');
  const here = new Set(readings.dossiers.map(({ id }) => id));
  const unsent = new Set(waiting.map(({ entry }) => entry.command.id));
  for (const { id, seen, intent, unrepeatable } of commands) {
    if (intent.type !== 'submit') {
      const card = cards.get(intent.dossier);
      if (seen === 'saved' && card?.kind === 'dossier' && !card.pending)
        claim('lost', `a ${intent.type} waits, and its dossier does not say so`);
      continue;
    }
    const wanted = seen === 'saved' ? 'waiting' : seen === 'refused' ? 'refused' : undefined;
    const kind = cards.get(id)?.kind;
    if (kind !== wanted || unsent.has(id) !== (wanted !== undefined))
      claim(kind ? 'duplicated' : 'lost', `a submission that is ${seen} stands in the lists as ${String(kind)}`);
    // A phone that lost its storage since has to hear of its dossiers again.
    const lies = readings.aside.some((each) => each.what === 'dossier' && each.id === intent.dossier);
    const mustBeHere = seen === 'sent' && !unrepeatable && !lies && world.restoredAt === null;
    if (mustBeHere && !here.has(intent.dossier)) claim('lost', 'a submission was sent, and is in none of the lists');
  }
  for (const dossier of readings.dossiers) {
    const found = server.ledger.rows.dossiers.get(dossier.id);
    if (isVouchedFor(look, dossier.id) && found?.owner !== account)
      claim('lost', 'a dossier is listed that the server has not got');
    judgeArrived(look, dossier);
  }
}

/** Told of by the server as it is now, so far as this phone can know: a restored one may have lost the rest. */
function isVouchedFor({ heard, readings }: Look, id: string): boolean {
  return heard && !isUntold(readings, id);
}

function isUntold({ untold }: Readings, id: string): boolean {
  return untold.some(({ dossier }) => dossier === id);
}

/** "Máy chủ đã có 1/3": never more than it has. */
function judgeArrived(look: Look, dossier: Dossier): void {
  if (!look.heard || dossier.papersComplete || hasEnded(dossier.status)) return;
  const { phone, readings } = look;
  const { arrived } = papersSent(dossier, readings);
  const has = filesOf(dossier.attachments).filter(
    ({ hash }) => phone.server.ledger.rows.files.has(`${phone.account}\n${hash}`) || phone.server.isGivenUp(hash),
  ).length;
  if (arrived > has) wrongAt(look)('lost', `${arrived} papers of a dossier are shown as arrived, of ${has}`);
}

function wrongAt({ phone: { world, place }, online }: Look) {
  return (kind: 'lost' | 'duplicated' | 'stuck', what: string): void =>
    world.violated(kind, `${place}${online ? '' : ', offline'}: ${what}`);
}

/** Something made here is on its way, or the answer to it is being kept. */
function isUnderWay({ air, engine }: Phone): boolean {
  return air.uploading.size > 0 || (air.carried.length > 0 && engine?.state().exchange !== 'idle');
}

function isCarried({ air, world }: Phone, { dossier, keptAt }: OutboxItem): boolean {
  return air.carried.some((id) => {
    const command = world.shown.commands.get(id);
    return command?.intent.dossier === dossier && command.madeAt === keptAt;
  });
}

function isLockedOut({ session, account, air }: Phone): boolean {
  return session !== account || air.barred === 'signedOut' || air.barred === 'wrongAccount';
}

/** How much of a page the server holds, whole or in part. */
function bytesAt({ account, server }: Phone, { id, bytes }: Page): number {
  const whole = server.ledger.rows.files.has(`${account}\n${id}`);
  return whole ? (bytes ?? 0) : server.bytesOf(account, id);
}

/** The same, and while it is under way what has been handed to the system. */
function bytesGone(phone: Phone, page: Page): number {
  return Math.max(bytesAt(phone, page), phone.air.uploading.get(page.id) ?? 0);
}

type Page = Pick<Part, 'id' | 'bytes'>;

/** Of what waits here and of papers whose dossier waits for others, how much has gone, be it no further than the system: 0–100. */
function percentGone({ phone, readings, owed }: Look): number {
  const waiting = readings.outbox.filter(({ refusal }) => refusal === null);
  const concerned = new Map<string, FileRef>(owed.map((file) => [file.hash, file]));
  for (const { files } of waiting) for (const file of files) concerned.set(file.hash, file);
  // The server may ask for a page before its dossier can be read here.
  for (const { file } of readings.progress) if (readings.missing?.includes(file.hash)) concerned.set(file.hash, file);
  for (const dossier of readings.dossiers) {
    const waits = !dossier.papersComplete && !CLOSED.has(dossier.status);
    if (waits && !isUntold(readings, dossier.id))
      for (const file of filesOf(dossier.attachments)) concerned.set(file.hash, file);
  }
  let [there, away] = [0, waiting.reduce((sum, { bytes }) => sum + bytes, 0)];
  for (const { hash, size } of concerned.values()) {
    // An older app is told that the papers are complete, and has no word for a page that others took the place of.
    const has = phone.server.isGivenUp(hash) ? size : bytesGone(phone, { id: hash, bytes: size });
    there += has;
    if (phone.world.shown.papers.hasTaken(phone.place, hash)) away += size - has;
  }
  return there + away === 0 ? 100 : (100 * there) / (there + away);
}
