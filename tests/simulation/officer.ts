import type { OfficerIntent } from '#core/dossier/command.ts';
import { fixedFee } from '#core/dossier/decide.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { allowedActions, type Action } from '#core/dossier/lifecycle.ts';
import { RESULT } from './rows.ts';
import type { ServerSide } from './server-side.ts';
import { versionIn } from './versions.ts';
import type { World } from './world.ts';

/** How readily an officer does each thing; closing a dossier for good is rare. */
const LIKING: Partial<Record<Action, number>> = {
  receive: 6,
  startProcessing: 4,
  requestSupplement: 3,
  requestFee: 4,
  finish: 2,
  return: 3,
  notAccept: 0.3,
  stop: 0.2,
};

/** Looks at some dossier, and a while later does something about it; the answer may be lost and the click repeated. */
export async function officerWorks(world: World, server: ServerSide): Promise<void> {
  const { random, time } = world;
  const began = time.now();
  const all = [...server.ledger.rows.dossiers.values()];
  if (all.length === 0) return;
  const { dossier } = random.pick(all);
  const intent = choose(world, dossier);
  if (!intent) return;
  const command = { id: random.uuid(), seen: dossier.events.length, intent };
  await time.sleep(random.chance(0.8) ? random.int(60_000) : random.int(3 * 60 * 60_000));
  const result = await server.office(dossier.id, command);
  world.note(result?.kind ?? 'dead');
  if (result?.kind === 'done' && result.dossier.events[command.seen]?.by.role !== 'officer') {
    world.violated('lost', `an officer's ${intent.type} passed over what had happened meanwhile`);
  }
  if (result && !random.chance(0.1)) return;
  await time.sleep(5 * 60_000 + random.int(60_000));
  const again = await server.office(dossier.id, command);
  const restored = (world.restoredAt ?? 0) > began;
  if (result?.kind === 'done' && again !== null && again.kind !== 'done' && !restored) {
    world.violated('duplicated', `an officer's repeated ${intent.type} was ${again.kind}`);
  }
}

function choose(world: World, dossier: Dossier): OfficerIntent | null {
  const actions = allowedActions(dossier.status, 'officer').map((action) => ({ action, liking: LIKING[action] ?? 1 }));
  let left = world.random.next() * actions.reduce((sum, { liking }) => sum + liking, 0);
  const found = actions.find(({ liking }) => (left -= liking) <= 0);
  return found ? intentOf(found.action, dossier, world) : null;
}

function intentOf(action: Action, dossier: Dossier, { random }: World): OfficerIntent | null {
  switch (action) {
    case 'receive':
    case 'startProcessing':
      return { type: action };
    case 'notAccept':
    case 'stop':
      return { type: action, reason: 'không đủ điều kiện' };
    case 'requestSupplement':
      return { type: action, items: [{ what: 'Trang 3' }], reason: 'mờ', dueDay: '2026-12-31' };
    case 'requestFee': {
      const amount = fixedFee(dossier, versionIn(dossier.version, dossier.version)) ?? 1;
      return { type: action, amount: random.chance(0.1) ? amount + 1 : amount, reason: 'Lệ phí' };
    }
    case 'finish':
      return { type: action, note: '', results: [{ ...RESULT, name: 'Kết quả' }] };
    case 'return':
      return { type: action, how: 'online' };
    default:
      return null;
  }
}
