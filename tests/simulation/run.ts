import type { Dossier, Sha256 } from '#core/dossier/dossier.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import { isClosed } from '#core/dossier/lifecycle.ts';
import type { MemoryRows } from '#tests/support/memory-ledger.ts';
import { Random } from '#tests/support/random.ts';
import { NO_FAULTS, ROUGH, type Bug, type Faults } from './faults.ts';
import { Phone } from './phone.ts';
import { ServerSide, sha256 } from './server-side.ts';
import { settle, VirtualTime } from './virtual-time.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const START = Date.parse('2026-11-09T00:00:00Z');

/** What one seed came to. Empty `violations` and the oracle found nothing. */
export type SimulationResult = {
  readonly seed: number;
  readonly steps: number;
  readonly faults: number;
  readonly saved: number;
  readonly violations: readonly string[];
  /** A digest of everything that happened; the same seed must give the same. */
  readonly trace: string;
};

/**
 * Some rough hours with three phones of two people and an officer; then everything heals, and within a day
 * every queue must be empty. An independent record of what people were shown is compared with the server.
 */
export async function simulate(seed: number, bug: Bug | null = null, rough: Faults = ROUGH): Promise<SimulationResult> {
  const random = new Random(seed);
  const time = new VirtualTime(random, START);
  const server = new ServerSide(time, random, rough, bug);
  const phones = ['mẩy', 'mẩy', 'páo'].map((account) => new Phone(account, time, random, server, rough, bug));
  for (const phone of phones) void phone.start();

  let steps = 0;
  let faults = 0;
  let trace = '';
  const pass = async (until: number) => {
    while (time.step(until)) {
      steps += 1;
      await settle();
      trace = sha256(`${trace}${time.now()}`);
    }
  };

  for (let round = 0; round < 8; round += 1) {
    await pass(time.now() + random.int(8 * MINUTE));
    const phone = random.pick(phones);
    const acting = phone.act();
    if (random.chance(rough.killed + rough.powerCut)) {
      faults += 1;
      time.after(random.int(2_000), () => phone.engine && phone.die(random.chance(0.4)));
    }
    await pass(time.now() + 10_000);
    void acting;
    if (random.chance(0.7)) await server.officerActs();
  }

  server.faults = NO_FAULTS;
  for (const phone of phones) {
    phone.faults = NO_FAULTS;
    phone.disk.roomFor(null);
  }
  // Long enough for the longest back-off and every phone to come back; a queue that needs longer than a day is stuck.
  const deadline = time.now() + DAY;
  do await pass(time.now() + 12 * MINUTE);
  while (!phones.every(isQuiet) && time.now() < deadline);

  const rows = server.ledger.snapshot();
  const violations = [
    ...(await Promise.all(phones.map((phone) => judge(phone, server, rows)))).flat(),
    ...judgeServer(rows),
  ];
  const saved = phones.reduce((sum, phone) => sum + phone.saved.length, 0);
  return { seed, steps, faults, saved, violations, trace };
}

function isQuiet({ engine }: Phone): boolean {
  const state = engine?.state();
  return state !== undefined && state.failures === 0 && state.unsent.length === 0 && state.uploads.length === 0;
}

/** Everything this phone's person was shown, against what the server holds. */
async function judge(phone: Phone, server: ServerSide, rows: MemoryRows): Promise<string[]> {
  const wrong: string[] = [];
  const { store } = phone;
  if (!store) return ['stuck: a phone did not come back'];
  const [outbox, dossiers] = [await store.listOutbox(), await store.listDossiers()];
  if (!outbox.ok || !dossiers.ok) return ['stuck: a store cannot be read'];
  const waiting = outbox.value.filter((entry) => !entry.refusal);
  if (waiting.length > 0) wrong.push(`stuck: ${waiting.length} commands still wait`);

  const outcomes = new Map([...rows.outcomes.values()].map(({ outcome }) => [outcome.id, outcome]));
  for (const shown of phone.saved) {
    const outcome = outcomes.get(shown.commandId);
    if (!outcome) {
      wrong.push(`lost: ${shown.intent.type} ${shown.commandId}`);
      continue;
    }
    if (outcome.result === 'refused') {
      const kept = outbox.value.some((entry) => entry.command.id === shown.commandId);
      if (!kept) wrong.push(`lost: a refused ${shown.intent.type} is not shown`);
      if (shown.intent.type === 'submit') wrong.push(`lost: a submission was refused (${outcome.refusal.code})`);
      continue;
    }
    const state = rows.dossiers.get(shown.intent.dossier)?.dossier;
    if (!state) wrong.push(`lost: the dossier of a done ${shown.intent.type}`);
    else wrong.push(...judgeFiles(state, phone, server));
  }

  const mine = new Map(dossiers.value.map((dossier) => [dossier.id, dossier]));
  for (const [id, { owner, dossier }] of rows.dossiers) {
    const here = mine.get(id);
    if (owner !== phone.account && here) wrong.push(`leaked: ${owner}'s dossier on ${phone.account}'s phone`);
    if (owner === phone.account && JSON.stringify(here) !== JSON.stringify(dossier)) {
      wrong.push('stuck: a phone does not show a dossier as the server has it');
    }
  }
  return wrong;
}

function judgeFiles(state: Dossier, phone: Phone, server: ServerSide): string[] {
  const missing = filesOf(state.attachments).filter(({ hash }) => {
    const bytes = server.stored.get(`${phone.account}/${hash}`);
    return !bytes || sha256(bytes) !== (hash satisfies Sha256);
  });
  if (missing.length > 0 && !isClosed(state.status)) return [`lost: ${missing.length} papers of an open dossier`];
  if (!state.papersComplete && !isClosed(state.status)) return ['stuck: papers arrived and were not confirmed'];
  return [];
}

/** Nothing on the server that nobody made, and nothing made twice: one citizen's event for every command done. */
function judgeServer(rows: MemoryRows): string[] {
  const done = [...rows.outcomes.values()].filter(({ outcome }) => outcome.result === 'done').length;
  const dossiers = [...rows.dossiers].map(([id, { dossier }]) => ({ id, dossier }));
  const events = dossiers
    .flatMap(({ dossier }) => dossier.events)
    .filter((event) => event.by.role === 'citizen').length;
  const broken = dossiers.filter(
    ({ id, dossier }) => JSON.stringify(fold(id, dossier.events)) !== JSON.stringify(dossier),
  );
  return [
    ...(events > done ? [`duplicated: ${events} events for ${done} commands`] : []),
    ...(events < done ? [`lost: ${events} events for ${done} commands`] : []),
    ...broken.map(({ id }) => `lost: the history of ${id} is broken`),
  ];
}
