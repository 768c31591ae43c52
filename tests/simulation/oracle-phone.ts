import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import { isSupplement } from '#core/dossier/supplement.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { bodyOf, sameBody } from '#core/sync/drafts.ts';
import { MAX_COMMAND_BYTES } from '#core/sync/messages.ts';
import { utf8Bytes } from '#core/text/bytes.ts';
import type { AccountStore } from '#core/ports.ts';
import { judgeHealed } from './claims.ts';
import type { Phone } from './phone.ts';
import type { ServerSide } from './server-side.ts';
import { sha256, type World } from './world.ts';

/** A draft nobody has touched for so long has been told to the other phones. */
export const REST_MS = 10 * 60_000;
/** What is longer than this stays on its phone, and holds up nothing. */
const TELLABLE_BYTES = MAX_COMMAND_BYTES - 1024;

/** Drafts that have rested here and say what the server has not got, where no other phone's version stands against it. */
export async function unsharedDrafts(phone: Phone, { ledger }: ServerSide, store: AccountStore): Promise<Draft[]> {
  const [drafts, standings] = [await store.listDrafts(), await store.listStandings()];
  if (!drafts.ok || !standings.ok) return [];
  const differing = new Set(standings.value.map(({ id }) => id));
  const kept = phone.disk.rows(phone.account)?.standings;
  // Where nobody noticed that the server went back, it is believed to have what it was told before.
  const isBelieved = ({ id, rev }: Draft) => phone.world.unnoticed && (kept?.get(id)?.pushedRev ?? 0) >= rev;
  return drafts.value.filter((draft) => {
    const body = bodyOf(draft);
    const rests = phone.now() - draft.savedAt > REST_MS;
    if (!rests || isSupplement(draft) || differing.has(draft.id) || utf8Bytes(JSON.stringify(body)) >= TELLABLE_BYTES)
      return false;
    if (isBelieved(draft)) return false;
    const told = ledger.rows.drafts.get(`${phone.account}\n${draft.id}`)?.draft;
    return told?.over !== 'submitted' && !sameBody(told?.body ?? null, body);
  });
}

/** What is on a phone once everything has healed: everything of its account, nothing of another, nothing waiting. */
export async function judgePhone(world: World, phone: Phone, server: ServerSide, store: AccountStore): Promise<void> {
  await phone.look(true);
  judgeHealed(phone);
  const [outbox, dossiers, drafts, standings, progress] = [
    await store.listOutbox(),
    await store.listDossiers(),
    await store.listDrafts(),
    await store.listStandings(),
    await store.listProgress(),
  ];
  if (!outbox.ok || !dossiers.ok || !drafts.ok || !standings.ok || !progress.ok)
    return world.violated('stuck', 'a store cannot be read');
  const waiting = outbox.value.filter((entry) => !entry.refusal);
  if (waiting.length > 0) world.violated('stuck', `${waiting.length} commands wait on ${phone.place}`);

  const here = new Map(dossiers.value.map((dossier) => [dossier.id, dossier]));
  for (const [id, { owner, dossier }] of server.ledger.rows.dossiers) {
    if (owner !== phone.account) continue;
    const mine = here.get(id);
    here.delete(id);
    if (JSON.stringify(mine) !== JSON.stringify(dossier))
      world.violated('stuck', `${phone.place} does not show a dossier as it is`);
  }
  const untold = await store.listUntold();
  for (const { dossier, isLost } of untold.ok ? untold.value : []) if (isLost) here.delete(dossier);
  if (here.size > 0) world.violated('leaked', `${phone.place} shows dossiers that are not its account's`);

  for (const draft of await unsharedDrafts(phone, server, store))
    world.violated('stuck', `what a draft of ${phone.place} says is on no other phone ${draft.id.slice(0, 4)}`);

  const needed = new Set<string>();
  const need = (attachments: Dossier['attachments']) => {
    for (const { files } of attachments) for (const { hash } of files) needed.add(hash);
  };
  // A version of another phone that nobody has taken over yet names its pages as well.
  const versions = standings.value.flatMap(({ theirs }) => (theirs?.body ? [theirs.body] : []));
  for (const draft of [...drafts.value, ...versions]) need(draft.attachments);
  // So does one that was thrown away here and comes again, since another phone has written on in it.
  for (const { account, draft } of server.ledger.rows.drafts.values())
    if (account === phone.account) need(draft.body?.attachments ?? []);
  for (const { files } of outbox.value) for (const { hash } of files) needed.add(hash);
  // What did not open lies aside, and what it named stays with it.
  const rotten = world.shown.papers.rottenAt(phone.place);
  for (const { files } of rotten) for (const hash of files) needed.add(hash);
  // Of what a server that went back does not know, no backup has the papers, and some phone may still bring it.
  const isKnown = (id: string) => server.ledger.rows.dossiers.get(id)?.owner === phone.account;
  for (const dossier of dossiers.value) if (!dossier.papersComplete || !isKnown(dossier.id)) need(dossier.attachments);
  const unread = rotten.filter(({ what, id }) => what === 'dossier' && !isKnown(id));
  for (const { intent, files } of world.shown.commands.values())
    if (unread.some(({ id }) => id === intent.dossier)) for (const hash of files.keys()) needed.add(hash);
  // What no backup holds yet may have to be sent once more.
  const backedUpTo = server.ledger.rows.state.get('backedUpTo') ?? 0;
  const late = new Set<string>();
  for (const { dossier } of server.ledger.rows.dossiers.values()) {
    const arrived = dossier.events.findLast(({ what }) => what.type === 'papersComplete')?.at ?? 0;
    if (arrived <= backedUpTo) continue;
    need(dossier.attachments);
    for (const { hash } of filesOf(dossier.attachments)) late.add(hash);
  }
  for (const { outcome } of server.ledger.rows.outcomes.values()) {
    const command = world.shown.commands.get(outcome.id);
    if (command?.place !== phone.place) continue;
    // A command stays with all its files while one of them, in whatever dossier, is newer than the backup.
    const isOlder = outcome.at <= backedUpTo && ![...command.files.keys()].some((hash) => late.has(hash));
    if (isOlder) continue;
    for (const hash of command.files.keys()) needed.add(hash);
  }
  for (const { file, held, sent } of progress.value) {
    if (held && !needed.has(file.hash))
      world.violated('stuck', `${phone.place} keeps a file that nothing needs ${file.hash.slice(0, 4)}`);
    const arrived = server.ledger.rows.files.has(`${phone.account}\n${file.hash}`);
    // What had come before the server went back is sent no more, until it has come again.
    const isThere =
      arrived || server.isGivenUp(file.hash) || world.shown.papers.isNobodys(phone.place, file.hash, dossiers.value);
    if (sent >= file.size && !isThere) world.violated('lost', 'a paper was shown as sent');
  }
  for (const draft of [...drafts.value, ...versions]) {
    for (const { files } of draft.attachments) {
      for (const { hash } of files) {
        const arrived = server.ledger.rows.files.has(`${phone.account}\n${hash}`);
        if (arrived || !world.shown.papers.hasTaken(phone.place, hash) || server.isGivenUp(hash)) continue;
        const bytes = await store.findFile(hash);
        if (!bytes.ok || !bytes.value || sha256(bytes.value) !== hash)
          world.violated('lost', `a photo of a draft ${hash.slice(0, 4)}`);
      }
    }
  }
}
