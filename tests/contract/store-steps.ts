import fc from 'fast-check';
import { beginReplacement } from '#core/dossier/replacement.ts';
import { beginSupplement } from '#core/dossier/supplement.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { good, uuid } from './store-kit.ts';
import { EVERYTHING } from '#tests/support/fixtures.ts';
import type { Day } from './store-day.ts';
import {
  actAtDesk,
  addPage,
  catchUp,
  catalogue,
  choose,
  DOCUMENTS,
  draftsHere,
  edited,
  exchange,
  intentOf,
  meanwhile,
  ODD,
  PARTS,
  pick,
  PICTURES,
  someDossier,
  someDraft,
  stale,
  submitElsewhere,
  upload,
  writeElsewhere,
} from './store-deeds.ts';
import { NOWHERE, STRANGE } from './store-odd.ts';

const DAY_MS = 24 * 60 * 60_000;

type Take = (day: Day, a: number, b: number, c: number) => unknown;

/** How often each is done, and how. */
const STEPS = {
  // What a person writes and photographs.
  save: [
    8,
    async (day, a, b, c) => {
      const saved = stale(edited(await someDraft(day, a, c), b, c), c);
      return day.pair.both((store) => store.saveDraft(saved));
    },
  ],
  photo: [8, async (day, a, b, c) => addPage(day, stale(await someDraft(day, a, c), c), b)],
  throwAway: [
    3,
    async (day, a, _b, c) => {
      const { id } = await someDraft(day, a, c);
      return day.pair.both((store) => store.dropDraft(c === ODD ? STRANGE : id));
    },
  ],
  supplement: [
    4,
    async (day, a, b) => {
      const dossier = await someDossier(day, a);
      return dossier && addPage(day, beginSupplement(dossier, EVERYTHING, day.pair.now()), b);
    },
  ],
  photographAgain: [
    4,
    async (day, a, b) => {
      const dossier = await someDossier(day, a);
      return dossier && addPage(day, beginReplacement(dossier, EVERYTHING, day.pair.now()), b);
    },
  ],

  // What goes into the outbox.
  send: [
    10,
    async (day, a, b, c) => {
      const from = pick(await draftsHere(day), a) ?? (await someDraft(day, a, c));
      // A second tap. Ids are new for every tap otherwise: one that has its outcome never comes again.
      const again = c === 6 ? pick(good(await day.pair.look().listOutbox()), b)?.command.id : undefined;
      const id = again ?? day.commandId();
      return day.enqueue(await intentOf(day, from, b), id, c === 7 ? undefined : stale(from, c));
    },
  ],
  ask: [
    3,
    async (day, a, b, c) => {
      const dossier = (c === ODD ? undefined : await someDossier(day, a))?.id ?? STRANGE;
      const intents = [
        { type: 'rate', dossier, rating: 5, words: '' },
        { type: 'withdraw', dossier, reason: 'Thôi' },
        { type: 'reportPayment', dossier, fee: uuid(60) },
      ] as const;
      return day.enqueue(intents[b % 3] ?? intents[0], day.commandId());
    },
  ],
  takeBack: [
    4,
    async (day, a, _b, c) => {
      const entries = good(await day.pair.look().listOutbox());
      const refused = entries.filter(({ refusal }) => refusal);
      const id = pick(c === ODD ? entries : refused, a)?.command.id ?? STRANGE;
      return day.pair.both((store) => store.reviveRefused(id, catalogue(c)));
    },
  ],

  // What the engine does.
  catchUp: [6, catchUp],
  exchange: [14, (day, a, b, c) => exchange(day, a, { refuses: b >= 8, most: PARTS[c], lost: c === ODD })],
  oddAnswer: [4, (day, a, b) => exchange(day, a, { odd: b })],
  lateAnswer: [
    3,
    async (day, a) => {
      const late = pick(day.answers.slice(-4), a);
      return late && day.record(late);
    },
  ],
  upload: [
    7,
    async (day, a, b, c) => {
      const file = c === ODD ? NOWHERE.file : pick(day.wanted, a);
      if (!file) return;
      await upload(day, file, b === 1);
    },
  ],
  takeOver: [8, (day, _a, _b, c) => day.pair.both((store) => store.takeArrivals(catalogue(c)))],
  choose: [5, choose],
  log: [1, (day, a) => day.pair.both((store) => store.sync.log({ at: a, what: 'exchange', result: `ok ${a}` }))],

  // What happens at the server and on other phones.
  meanwhile: [8, meanwhile],
  desk: [3, actAtDesk],
  otherPhone: [8, writeElsewhere],
  otherPhoneSubmits: [3, submitElsewhere],
  otherPhoneUploads: [3, (day, a) => day.server.arrive(pick(day.server.missing(), a) ?? NOWHERE.file.hash)],
  backUp: [4, (day) => day.server.backUp()],
  goBack: [3, (day) => day.server.goBack()],
  weeks: [1, (day, a) => day.server.pass((a % 2 === 0 ? 91 : 30) * DAY_MS)],

  // What a person keeps beside.
  keepPaper: [
    4,
    async (day, a, b, c) => {
      const [id, keptAt] = [uuid(300 + (c % 2)), day.pair.now()];
      const begun: WalletPaper = { id, keptAt, rev: 0, files: [], kind: 'identityCard', whose: '', validTo: null };
      const before = pick([...good(await day.pair.look().listWallet()), begun], a) ?? begun;
      const files = c === 1 ? [] : c === 2 ? [NOWHERE.file] : before.files;
      const paper = { ...before, rev: before.rev + (c === ODD ? 1 : 0), files };
      return day.pair.both((store) => store.keepPaper(paper, b === ODD ? undefined : pick(PICTURES, b)));
    },
  ],
  dropPaper: [
    3,
    async (day, a, _b, c) => {
      const id = (c === ODD ? undefined : pick(good(await day.pair.look().listWallet()), a)?.id) ?? STRANGE;
      return day.pair.both((store) => store.dropPaper(id));
    },
  ],
  takePages: [
    3,
    async (day, a, b, c) => {
      const to = stale(await someDraft(day, a, c), c);
      const files = pick(good(await day.pair.look().listWallet()), b)?.files ?? [];
      const taken = c === 1 ? [...files, NOWHERE.file] : files;
      return day.pair.both((store) => store.takePages(to, pick(DOCUMENTS, b) ?? '', taken));
    },
  ],
  keepLists: [
    1,
    async (day, a) => {
      const { both } = day.pair;
      await both((store) => store.keepSearches((all) => [`word ${a}`, ...all].slice(0, 3)));
      await both((store) => store.keepFavourites((all) => (a === 0 ? all : [{ code: `${a}`, name: '' }, ...all])));
      await both((store) => store.keepLooks((all) => [...all, { code: `${a}`, rev: 1, at: a, parts: {} }]));
    },
  ],
  setSending: [
    1,
    (day, a, b) => {
      const choice =
        b % 2 === 0
          ? { first: a === 0 ? null : uuid(a) }
          : { photos: a % 2 === 0 ? ('wifi' as const) : ('any' as const) };
      return day.pair.both((store) => store.setSending(choice));
    },
  ],
  reopen: [2, (day) => day.pair.reopen()],
} as const satisfies Record<string, readonly [weight: number, Take]>;

type Name = keyof typeof STEPS;

/**
 * A step is a name and three small numbers, which pick from what there is when it is taken: nearly every sequence of
 * them means something, and still does when steps are left out.
 */
type Step = readonly [name: Name, a: number, b: number, c: number];

export async function take(day: Day, [name, ...numbers]: Step): Promise<void> {
  await STEPS[name][1](day, ...numbers);
}

const names = Object.keys(STEPS) as Name[];
const small = fc.nat(ODD);
const step: fc.Arbitrary<Step> = fc.tuple(
  fc.oneof(...names.map((name) => ({ weight: STEPS[name][0], arbitrary: fc.constant(name) }))),
  small,
  small,
  small,
);

/** What many a day begins with: what takes several steps, from which much may come. */
const BEGINNINGS: readonly (readonly Step[])[] = [
  [],
  // A dossier that waits for a page.
  [
    ['photo', 0, 0, 0],
    ['send', 0, 0, 0],
    ['exchange', 0, 0, 0],
  ],
  // A draft that another phone has gone on with.
  [
    ['photo', 0, 0, 0],
    ['backUp', 0, 0, 0],
    ['catchUp', 0, 0, 0],
    ['otherPhone', 0, 0, 0],
  ],
  // A dossier to which more is being added.
  [
    ['photo', 0, 0, 0],
    ['send', 0, 0, 0],
    ['backUp', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['photographAgain', 0, 1, 0],
    ['desk', 0, 0, 0],
    ['supplement', 0, 2, 0],
  ],
  // What was added was refused.
  [
    ['photo', 0, 0, 0],
    ['send', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['supplement', 0, 2, 0],
    ['send', 0, 0, 0],
    ['exchange', 0, ODD, 0],
  ],
  // Two versions of a draft; only the other has the page.
  [
    ['photo', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['otherPhone', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['save', 0, 6, 0],
  ],
  // The other was submitted, and its dossier has not been heard of.
  [
    ['photo', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['otherPhone', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['save', 0, 6, 0],
    ['otherPhoneSubmits', 0, 0, 0],
    ['exchange', 0, 0, 2],
  ],
  // Two dossiers with a page in common, which is photographed again for one.
  [
    ['photo', 0, 0, 0],
    ['send', 0, 0, 0],
    ['photo', 0, 0, 1],
    ['send', 0, 0, 0],
    ['exchange', 0, 0, 0],
    ['photographAgain', 0, 1, 0],
    ['send', 0, 0, 0],
    ['exchange', 0, 0, 0],
  ],
  // A server that went back before the second of two dossiers, and tells of the first in parts.
  [
    ['photo', 0, 0, 0],
    ['send', 0, 0, 0],
    ['catchUp', 0, 0, 0],
    ['backUp', 0, 0, 0],
    ['photo', 0, 1, 1],
    ['send', 0, 0, 0],
    ['catchUp', 0, 0, 0],
    ['goBack', 0, 0, 0],
    ['exchange', 0, 0, 1],
  ],
];

/** As likely long as short, and every number as likely: few things come of little. */
export const anySteps = fc
  .tuple(fc.constantFrom(...BEGINNINGS), fc.noBias(fc.array(step, { minLength: 1, maxLength: 40, size: 'max' })))
  .map(([beginning, rest]) => beginning.concat(rest));
