import { CitizenIntent, type Refusal } from '#core/dossier/command.ts';
import { decideCitizen } from '#core/dossier/decide.ts';
import { PROTOCOL } from '#core/sync/messages.ts';
import { storable } from '#server/commands/storable.ts';
import { COPY, COPY_ANSWERS, UNIT } from '#tests/support/prepare.ts';
import type { Random } from '#tests/support/random.ts';
import { randomHash, sync, text, type Maker } from './asked.ts';
import { mutate } from './mutate.ts';
import type { FuzzWorld } from './world.ts';

/**
 * Commands of a phone the server has not heard of, numbered from 1 under ids of their own: nothing in them is a
 * repetition or a gap, so every one is taken, read and decided. Each is refused with a reason and changes nothing but
 * the rows that say so, the phone's and its own.
 *
 * A device belongs to an account: what is known is (account, id). A foreign device is therefore another phone of the
 * same person; under another account the same id is another device, which begins at 1 (ledger-sync.contract.ts).
 */
export const COMMAND_MAKERS: readonly Maker[] = [
  byHand,
  byHand,
  (world, random) => fresh(world, random, 'commands mutated', () => mutated(world, random)),
  (world, random) => fresh(world, random, 'commands mutated', () => mutated(world, random)),
  (world, random) => {
    const command = { id: random.uuid(), seq: 2 + random.int(3), madeAt: 1, intent: badOne(world, random).intent };
    const asked = sync(world, { ...nothingKnown(world, random.uuid()), commands: [command] });
    return { kind: 'a gap on another phone', expected: 'refused', codes: ['gap'], asked };
  },
  (world, random) => {
    const known = random.pick(world.served.commands);
    const id = random.chance(0.5) ? known.id : known.id.toUpperCase();
    const intent = random.chance(0.5) ? known.intent : badOne(world, random).intent;
    const asked = sync(world, {
      ...nothingKnown(world, random.uuid()),
      commands: [{ id, seq: 1, madeAt: 1, intent }],
    });
    return { kind: 'a known id on another phone', expected: 'refused', codes: ['conflict'], asked };
  },
  (world, random) => {
    const id = random.uuid();
    const twice = [id, random.pick([id, id.toUpperCase()])];
    const commands = twice.map((each, at) => ({
      id: each,
      seq: at + 1,
      madeAt: 1,
      intent: badOne(world, random).intent,
    }));
    const asked = sync(world, { ...nothingKnown(world, random.uuid()), commands });
    return { kind: 'one id twice on another phone', expected: 'refused', codes: ['conflict'], asked };
  },
];

type Code = Refusal['code'];
type Bad = { readonly intent: unknown; readonly codes: readonly Code[] };

function byHand(world: FuzzWorld, random: Random): ReturnType<Maker> {
  return fresh(world, random, 'commands of no effect', () => badOne(world, random));
}

function nothingKnown({ resident }: FuzzWorld, device: string) {
  const { account } = resident.me;
  return { protocol: PROTOCOL, account, device, epoch: null, cursor: 0, drafts: [], draftCursor: 0 };
}

/** One to four commands of a new phone. */
function fresh(world: FuzzWorld, random: Random, kind: string, make: () => Bad): ReturnType<Maker> {
  const made = Array.from({ length: 1 + random.int(4) }, () => ({ id: random.uuid(), ...make() }));
  const madeAt = random.pick([0, 1, 1_790_000_000_000, Number.MAX_SAFE_INTEGER]);
  const commands = made.map(({ id, intent }, at) => ({ id, seq: at + 1, madeAt, intent }));
  return {
    kind,
    expected: made.map(({ id, codes }) => ({ id, codes })),
    asked: sync(world, { ...nothingKnown(world, random.uuid()), commands }),
  };
}

/** What a phone might say, with something else in it. What could be done after all is left out, and drawn again. */
function mutated(world: FuzzWorld, random: Random): Bad {
  for (;;) {
    const intent = mutate(random, random.pick(possible(world, random)));
    const code = refusalOf(world, intent);
    if (code !== null) return { intent, codes: [code] };
  }
}

/** Why an intent of the resident's is refused; null when it would have an effect. */
function refusalOf(world: FuzzWorld, intent: unknown): Code | null {
  const read = CitizenIntent.safeParse(storable(JSON.parse(text(intent))));
  if (!read.success) return 'notUnderstood';
  const { data } = read;
  const id = data.dossier.toLowerCase();
  if (world.foreign === id) return data.type === 'submit' ? 'dossierExists' : 'unknownDossier';
  const state = world.dossiers.find((dossier) => dossier.id === id) ?? null;
  const about = data.type === 'submit' ? data : state;
  if (!about) return 'unknownDossier';
  const ground = world.content.ground(about.procedure, about.version, about.unit, Date.now());
  const decision = decideCitizen(state, data, 1, ground, new Set(world.answered.missingFiles));
  return decision.ok ? null : decision.refusal.code;
}

/** One intent of each type that the server would give an effect. */
function possible(world: FuzzWorld, random: Random): readonly unknown[] {
  const { begun, owing } = world.waiting;
  return [
    submission(random),
    { type: 'supplement', dossier: begun.id, note: 'bổ sung', attachments: [pages(random)] },
    { type: 'withdraw', dossier: begun.id, reason: 'nhầm' },
    { type: 'reportPayment', dossier: owing.id, fee: owing.fee?.id },
    { type: 'rate', dossier: begun.id, rating: 5, words: 'tốt' },
    { type: 'replacePapers', dossier: begun.id, lost: [world.begun.hash], attachments: [pages(random)] },
  ];
}

function submission(random: Random) {
  const { code: procedure, version } = COPY;
  const dossier = random.uuid();
  return {
    type: 'submit',
    dossier,
    procedure,
    version,
    unit: UNIT,
    answers: COPY_ANSWERS,
    attachments: [] as unknown[],
  };
}

/** Whose bytes they are is no question: until they come from this person, the dossier only waits for them. */
function pages(random: Random, document = 'other', count = 1) {
  return { document, files: Array.from({ length: count }, () => page(random)) };
}

function page(random: Random, changes: Readonly<Record<string, unknown>> = {}) {
  return { hash: randomHash(random), size: 1 + random.int(10_000), type: 'image/jpeg', ...changes };
}

function badOne(world: FuzzWorld, random: Random): Bad {
  const [code, intent] = random.pick(IMPOSSIBLE)(world, random);
  return { intent, codes: [code] };
}

const ODD_IDS = ['', 'x', 7, null, '00000000-0000-0000-0000-00000000000g', `${'0'.repeat(64)}`, [], {}];
const LONG = [1_001, 5_000, 40_000];

type Impossible = (world: FuzzWorld, random: Random) => readonly [Code, unknown];

/** Intents of every type, and why each has no effect, said here and not by the code that is tried. */
const IMPOSSIBLE: readonly Impossible[] = [
  (_, random) => ['answersInvalid', { ...submission(random), answers: random.pick<unknown>([{}, ...oddAnswers()]) }],
  (_, random) => ['answersInvalid', { ...submission(random), answers: random.pick(oddAnswers()) }],
  (_, random) => {
    const answers = random.pick<unknown>([
      null,
      [],
      'x',
      { ...COPY_ANSWERS, '': 'x' },
      { ...COPY_ANSWERS, Ủ: 'x' },
      { ...COPY_ANSWERS, pages: null },
      { ...COPY_ANSWERS, pages: { unit: 1, detail: 2 } },
      { ...COPY_ANSWERS, pages: [[2]] },
    ]);
    return ['notUnderstood', { ...submission(random), answers }];
  },
  (_, random) => {
    const procedure = random.pick([
      '9.999999',
      '',
      'constructor',
      '__proto__',
      '\u0000',
      'Ủ'.repeat(9_000),
      COPY.code + ' ',
    ]);
    return ['unknownProcedure', { ...submission(random), procedure }];
  },
  (_, random) => [
    'versionUnknown',
    { ...submission(random), version: random.pick([COPY.version + 1, 99, Number.MAX_SAFE_INTEGER]) },
  ],
  (_, random) => [
    'notUnderstood',
    { ...submission(random), version: random.pick<unknown>([1.5, 2 ** 53, 1e21, '1', null, [1]]) },
  ],
  (_, random) => [
    'unknownUnit',
    { ...submission(random), unit: random.pick(['', '00000', 'constructor', `${UNIT} `, '\uD800', '9'.repeat(9_000)]) },
  ],
  (world, random) => {
    const { id } = random.pick(world.dossiers);
    const dossier = random.pick([id, id.toUpperCase(), world.foreign]);
    return ['dossierExists', { ...submission(random), dossier }];
  },
  (_, random) => [
    'unknownPaper',
    { ...submission(random), attachments: [pages(random, random.pick(['x', 'toString']))] },
  ],
  (_, random) => ['notUnderstood', { ...submission(random), attachments: random.pick(oddPapers(random)) }],
  (world, random) => {
    const intents = [...possible(world, random)] as { type: string; dossier: string }[];
    const dossier = random.pick([random.uuid(), world.foreign, world.foreign.toUpperCase()]);
    return ['unknownDossier', { ...random.pick(intents.filter(({ type }) => type !== 'submit')), dossier }];
  },
  (world, random) => ['notUnderstood', { ...pickOf(world, random), dossier: random.pick<unknown>(ODD_IDS) }],
  (world, random) => ['notUnderstood', { ...pickOf(world, random), [random.pick(['x', 'constructor', 'seq'])]: 1 }],
  (world, random) => {
    const type = random.pick<unknown>([
      '',
      'Submit',
      'receive',
      'finish',
      'constructor',
      7,
      null,
      ['submit'],
      'x'.repeat(9_000),
    ]);
    return ['notUnderstood', { ...pickOf(world, random), type }];
  },
  (_, random) => ['notUnderstood', random.pick<unknown>([null, true, 7, '', 'submit', [], {}, [{ type: 'submit' }]])],
  ({ waiting }, random) => {
    const reason = random.pick<unknown>(['ữ'.repeat(random.pick(LONG)), 7, null, ['x']]);
    return ['notUnderstood', { type: 'withdraw', dossier: waiting.begun.id, reason }];
  },
  ({ waiting }, random) => {
    const rating = random.pick<unknown>([0, 6, -1, 2.5, 2 ** 53, 1e21, '5', null]);
    return ['notUnderstood', { type: 'rate', dossier: waiting.begun.id, rating, words: '' }];
  },
  ({ waiting, withdrawn }, random) => {
    const { id: dossier } = random.pick([...Object.values(waiting), withdrawn]);
    return ['notAllowedNow', { type: 'rate', dossier, rating: 5, words: random.pick(['', '😀', '\u202E', '\u0000']) }];
  },
  (world, random) => {
    const intent = pickOf(world, random, (type) => type !== 'submit');
    return ['notAllowedNow', { ...intent, dossier: world.withdrawn.id }];
  },
  ({ waiting }, random) => {
    const dossier = random.pick([waiting.plain, waiting.owing]).id;
    return ['notAllowedNow', { type: 'supplement', dossier, note: 'x', attachments: [] }];
  },
  ({ waiting }, random) => {
    const dossier = waiting.begun.id;
    return [
      'nothingAdded',
      { type: 'supplement', dossier, note: random.pick(['', ' \n\t ', '\u00A0\uFEFF']), attachments: [] },
    ];
  },
  ({ waiting }, random) => {
    const attachments = [pages(random), pages(random, 'constructor')];
    return ['unknownPaper', { type: 'supplement', dossier: waiting.begun.id, note: 'x', attachments }];
  },
  ({ waiting }, random) => {
    const odd = random.pick([
      { note: 'ữ'.repeat(random.pick(LONG)), attachments: [] },
      { note: '', attachments: random.pick(oddPapers(random)) },
    ]);
    return ['notUnderstood', { type: 'supplement', dossier: waiting.begun.id, ...odd }];
  },
  ({ waiting }, random) => ['unknownFee', { type: 'reportPayment', dossier: waiting.owing.id, fee: random.uuid() }],
  ({ waiting }, random) => {
    const dossier = random.pick([waiting.plain, waiting.begun]).id;
    return ['notAllowedNow', { type: 'reportPayment', dossier, fee: waiting.owing.fee?.id }];
  },
  ({ waiting }, random) => {
    const fee = random.pick<unknown>(ODD_IDS);
    return ['notUnderstood', { type: 'reportPayment', dossier: waiting.owing.id, fee }];
  },
  ({ waiting, begun, stored }, random) => {
    // What has arrived, what never was a page of it, and what another paper still waits for.
    const lost = random.pick([[stored.hash], [randomHash(random)], [stored.hash, randomHash(random)]]);
    const { dossier, ...told } = random.pick([
      { dossier: waiting.begun.id, lost, attachments: [pages(random)] },
      { dossier: waiting.begun.id, lost: [begun.hash], attachments: [pages(random, 'original')] },
      { dossier: waiting.plain.id, lost: [begun.hash], attachments: [pages(random)] },
    ]);
    return ['nothingLost', { type: 'replacePapers', dossier, ...told }];
  },
  ({ waiting, begun }) => [
    'nothingAdded',
    { type: 'replacePapers', dossier: waiting.begun.id, lost: [begun.hash], attachments: [] },
  ],
  ({ waiting, begun }, random) => {
    const attachments = [pages(random), pages(random, 'hasOwnProperty')];
    return ['unknownPaper', { type: 'replacePapers', dossier: waiting.begun.id, lost: [begun.hash], attachments }];
  },
  ({ waiting, begun }, random) => {
    const odd = random.pick<unknown>([
      [],
      [begun.hash.toUpperCase()],
      ['x'],
      Array.from({ length: 361 }, () => begun.hash),
    ]);
    const [lost, attachments] = random.chance(0.5)
      ? [odd, [pages(random)]]
      : [[begun.hash], random.pick(oddPapers(random))];
    return ['notUnderstood', { type: 'replacePapers', dossier: waiting.begun.id, lost, attachments }];
  },
];

function pickOf(world: FuzzWorld, random: Random, wanted: (type: string) => boolean = () => true): object {
  return random.pick((possible(world, random) as { type: string }[]).filter(({ type }) => wanted(type)));
}

/** Answers that the schema takes and the form does not. */
function oddAnswers(): readonly unknown[] {
  const { applicantName: _, ...nameless } = COPY_ANSWERS as Record<string, unknown>;
  const odd: readonly Readonly<Record<string, unknown>>[] = [
    { pages: 0 },
    { pages: -1 },
    { pages: 1.5 },
    { pages: Number.MAX_SAFE_INTEGER },
    { pages: 1e300 },
    { pages: '2' },
    { copies: true },
    { paperKind: 'constructor' },
    { paperKind: ['household'] },
    { applicantName: '' },
    { applicantName: 'Ủ'.repeat(20_000) },
    { applicantIdNumber: '0'.repeat(12) + '😀' },
    { applicantBirthDate: '1992-02-31' },
    { applicantBirthDate: '9999-12-31' },
    { applicantAddress: { unit: '99999', detail: 'Bản Dền' } },
    { applicantAddress: 'Bản Dền' },
    { truthDeclaration: false },
    { truthDeclaration: 'true' },
    { nobodyAsked: 'x' },
    { constructor: 'x' },
    { toString: 1 },
    { hasOwnProperty: false },
  ];
  return [nameless, ...odd.map((changes) => Object.assign({}, COPY_ANSWERS, changes))];
}

/** Papers that are none. */
function oddPapers(random: Random): readonly unknown[] {
  const odd: readonly Readonly<Record<string, unknown>>[] = [
    { hash: randomHash(random).toUpperCase() },
    { hash: randomHash(random).slice(1) },
    { hash: '../../etc/passwd' },
    { size: 0 },
    { size: -1 },
    { size: 10 * 1024 ** 2 + 1 },
    { size: 2 ** 53 },
    { type: 'image/svg+xml' },
    { name: 'x' },
  ];
  return [
    null,
    {},
    [null],
    [{ document: 'other', files: [] }],
    [pages(random, 'other', 13)],
    [pages(random, 'Other')],
    [pages(random, '__proto__')],
    Array.from({ length: 31 }, () => pages(random)),
    ...odd.map((changes) => [{ document: 'other', files: [page(random, changes)] }]),
  ];
}
