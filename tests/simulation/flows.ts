import { must } from '#core/assert.ts';
import type { OfficerIntent } from '#core/dossier/command.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { AccountStore, Stored } from '#core/ports.ts';
import { sameJson } from '#core/same-json.ts';
import type { SharedDraft } from '#core/sync/messages.ts';
import type { Flow, Stage } from './crash.ts';

/** The app is open, at whatever await of its start it may die. */
async function open({ phone }: Stage): Promise<void> {
  if (!phone.isOn && !(await phone.start())) await new Promise(() => undefined);
}

/** What the store answers, asked again while it cannot be reached. */
async function ask<T>({ phone }: Stage, read: (store: AccountStore) => Promise<Stored<T>>): Promise<T> {
  for (;;) {
    const answer = await read(must(phone.store, 'an open app'));
    if (answer.ok) return answer.value;
  }
}

const drafts = (stage: Stage): Promise<readonly Draft[]> => ask(stage, (store) => store.listDrafts());
const dossiers = (stage: Stage): Promise<readonly Dossier[]> => ask(stage, (store) => store.listDossiers());
const waits = async (stage: Stage): Promise<number> => (await ask(stage, (store) => store.listOutbox())).length;

/** A draft with everything but its submission. */
async function makeDraft(stage: Stage, papers: readonly string[]): Promise<Draft | null> {
  let draft = await stage.person.begin();
  draft &&= await stage.person.edit(draft);
  for (const paper of papers) draft &&= await stage.person.addPhoto(draft, paper);
  return draft;
}

const ready = (papers: readonly string[]) => async (stage: Stage) => {
  await stage.work(open(stage));
  await stage.work(makeDraft(stage, papers));
  await stage.closeApp();
};

async function submitAll(stage: Stage): Promise<void> {
  for (const draft of await drafts(stage)) await stage.person.submit(draft);
}

/** A draft that the server knows. */
const toldOf = (papers: readonly string[]) => async (stage: Stage) => {
  await stage.work(open(stage));
  await stage.work(makeDraft(stage, papers).then((draft) => (stage.was = draft)));
  await stage.rest();
  await stage.closeApp();
};

const submitted = (papers: readonly string[]) => async (stage: Stage) => {
  await ready(papers)(stage);
  await stage.work(open(stage).then(() => submitAll(stage)));
  await stage.closeApp();
};

async function officer({ server, world }: Stage, ...intents: OfficerIntent[]): Promise<void> {
  for (const intent of intents) {
    const { dossier } = must([...server.ledger.rows.dossiers.values()][0], 'a dossier');
    await server.office(dossier.id, { id: world.random.uuid(), seen: dossier.events.length, intent });
  }
}

const RECEIVE: OfficerIntent = { type: 'receive' };
const ASK: OfficerIntent = {
  type: 'requestSupplement',
  items: [{ what: 'Trang 3' }],
  reason: 'mờ',
  dueDay: '2026-12-31',
};

/** How many dossiers the server has, and how many of them in this status. */
function onServer({ server }: Stage, status: Dossier['status'], count = 1): string | null {
  const all = [...server.ledger.rows.dossiers.values()].map(({ dossier }) => dossier.status);
  const right = all.length === count && all.every((each) => each === status);
  return right ? null : `the server has [${all.join()}] instead of ${count} ${status}`;
}

async function onPhone(stage: Stage, wanted: number): Promise<string | null> {
  let found: readonly Draft[] = [];
  await stage.work(drafts(stage).then((list) => (found = list)));
  return found.length === wanted ? null : `the phone has ${found.length} drafts instead of ${wanted}`;
}

/** Whether the server has drafts, and each as wanted; the oracle compares them with those of the phone. */
function known({ server }: Stage, isRight: (draft: SharedDraft) => boolean = () => true, count = 1): string | null {
  const all = [...server.ledger.rows.drafts.values()].map(({ draft }) => draft);
  return all.length === count && all.every(isRight) ? null : `the server knows drafts as ${JSON.stringify(all)}`;
}

function isOtherThan(answers: Draft['answers'] | undefined): (draft: SharedDraft) => boolean {
  return ({ body }) => body !== null && answers !== undefined && !sameJson(body.answers, answers);
}

const nothing = async () => undefined;
const offline = async (stage: Stage) => {
  stage.phone.signal = 'none';
};

export const FLOWS: readonly Flow[] = [
  {
    name: 'the app starts for the first time',
    before: nothing,
    run: open,
    after: (stage) => onPhone(stage, 0),
  },
  {
    name: 'a draft is begun',
    told: true,
    before: nothing,
    run: async (stage) => {
      await open(stage);
      if ((await drafts(stage)).length === 0) await stage.person.begin();
    },
    after: async (stage) => (await onPhone(stage, 1)) ?? known(stage),
  },
  {
    name: 'an answer is saved',
    told: true,
    before: toldOf(['idCard']),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.edit(draft);
    },
    after: async (stage) => (await onPhone(stage, 1)) ?? known(stage, isOtherThan(stage.was?.answers)),
  },
  {
    name: 'a photo is added',
    told: true,
    before: toldOf([]),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.addPhoto(draft, 'idCard');
    },
    after: async (stage) =>
      (await onPhone(stage, 1)) ?? known(stage, ({ body }) => (body?.attachments[0]?.files.length ?? 0) > 0),
  },
  {
    name: 'a draft is thrown away',
    told: true,
    before: toldOf(['idCard', 'picture']),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.drop(draft);
    },
    after: async (stage) => (await onPhone(stage, 0)) ?? known(stage, ({ over }) => over === 'deleted'),
  },
  {
    name: 'a draft is submitted, with signal',
    before: ready(['idCard', 'picture']),
    run: async (stage) => {
      await open(stage);
      await submitAll(stage);
    },
    after: async (stage) => onServer(stage, 'registered') ?? (await onPhone(stage, 0)),
  },
  {
    name: 'what was submitted without signal goes out',
    before: async (stage) => {
      await offline(stage);
      await ready(['idCard'])(stage);
      await stage.work(open(stage).then(() => submitAll(stage)));
      await stage.work(makeDraft(stage, ['idCard', 'picture']));
      await stage.work(submitAll(stage));
      stage.phone.die('kill');
      stage.phone.signal = 'good';
    },
    run: open,
    after: async (stage) => onServer(stage, 'registered', 2),
  },
  {
    name: 'an answer brings outcomes and changes',
    before: async (stage) => {
      await submitted(['idCard'])(stage);
      await stage.work(officer(stage, RECEIVE, ASK));
      stage.phone.signal = 'none';
      await stage.work(open(stage).then(() => makeDraft(stage, ['idCard'])));
      await stage.work(submitAll(stage));
      stage.phone.die('kill');
      stage.phone.signal = 'good';
    },
    run: open,
    after: async (stage) => (stage.server.ledger.rows.dossiers.size === 2 ? null : 'not two dossiers'),
  },
  {
    name: 'a file is uploaded',
    before: async (stage) => {
      await ready(['idCard', 'idCard', 'picture'])(stage);
      await offline(stage);
      await stage.work(open(stage).then(() => submitAll(stage)));
      stage.phone.die('kill');
      stage.phone.signal = 'good';
    },
    run: open,
    after: async (stage) => {
      const [owned] = stage.server.ledger.rows.dossiers.values();
      return owned?.dossier.papersComplete ? null : 'the papers are not complete';
    },
  },
  {
    name: 'a supplement is made and sent',
    before: async (stage) => {
      await submitted(['idCard'])(stage);
      await stage.work(officer(stage, RECEIVE, ASK));
      await stage.work(open(stage));
      await stage.closeApp();
    },
    run: async (stage) => {
      await open(stage);
      const [dossier] = await dossiers(stage);
      if (dossier?.status === 'supplementRequested' && (await waits(stage)) === 0)
        await stage.person.supplement(dossier, true);
    },
    after: async (stage) => onServer(stage, 'processing'),
  },
  {
    name: 'a dossier is withdrawn',
    before: submitted(['idCard']),
    run: async (stage) => {
      await open(stage);
      const [dossier] = await dossiers(stage);
      if (dossier?.status === 'registered' && (await waits(stage)) === 0) await stage.person.withdraw(dossier);
    },
    after: async (stage) => onServer(stage, 'withdrawn'),
  },
  {
    name: 'a refused submission becomes a draft again',
    told: true,
    before: async (stage) => {
      await ready([])(stage);
      await stage.work(open(stage));
      await stage.work(drafts(stage).then(([draft]) => stage.person.submit(must(draft, 'a draft'), true)));
      await stage.closeApp();
    },
    run: async (stage) => {
      await open(stage);
      for (const entry of await ask(stage, (store) => store.listOutbox()))
        if (entry.refusal) await stage.person.putAway(entry);
    },
    after: (stage) => onPhone(stage, 1),
  },
  {
    name: 'a restored server hears of everything again',
    before: async (stage) => {
      stage.server.backup(0);
      await submitted(['idCard'])(stage);
      await offline(stage);
      await stage.work(open(stage).then(() => makeDraft(stage, ['idCard'])));
      await stage.work(submitAll(stage));
      stage.phone.die('kill');
      stage.phone.signal = 'good';
      stage.server.restore();
    },
    run: open,
    after: async (stage) => onServer(stage, 'registered', 2),
  },
  {
    name: "another phone's draft is taken over, and one is chosen of two",
    told: true,
    before: async (stage) => {
      await stage.work(open(stage).then(() => makeDraft(stage, [])));
      await stage.work(makeDraft(stage, []));
      await stage.rest();
      await stage.closeApp();
      await stage.onOtherPhone(async (other) => {
        await other.arrive();
        for (const draft of await drafts(stage)) await other.edit(draft);
      });
      await offline(stage);
      await stage.work(open(stage));
      await stage.work(drafts(stage).then(([draft]) => stage.person.edit(must(draft, 'a draft'))));
      stage.phone.die('kill');
      stage.phone.signal = 'good';
    },
    run: async (stage) => {
      await open(stage);
      // The app has told and heard of drafts by now.
      await stage.world.time.sleep(3 * 60_000);
      await stage.person.arrive();
    },
    after: async (stage) => {
      let undecided = 0;
      await stage.work(ask(stage, (store) => store.listStandings()).then(({ length }) => (undecided = length)));
      if (undecided > 0) return `${undecided} drafts still stand in two versions`;
      return (await onPhone(stage, 2)) ?? known(stage, ({ body }) => body !== null, 2);
    },
  },
  {
    name: 'somebody signs out and another signs in',
    before: async (stage) => {
      await submitted(['idCard'])(stage);
      stage.world.shown.gone(stage.phone.place);
      stage.phone.lose('signedOut');
      Object.assign(stage.phone, { account: 'páo', session: 'páo' });
    },
    run: async (stage) => {
      await open(stage);
      const sent = stage.server.ledger.rows.dossiers.size > 1 || (await waits(stage)) > 0;
      if (!sent && (await drafts(stage)).length === 0) await makeDraft(stage, ['idCard']);
      for (const draft of await drafts(stage)) {
        const paper =
          draft.attachments.length > 0 ? draft : await stage.person.addPhoto(await edited(stage, draft), 'idCard');
        if (paper) await stage.person.submit(paper);
      }
    },
    after: async (stage) => onServer(stage, 'registered', 2),
  },
];

/** The draft with its answers, whatever had been saved of them. */
async function edited(stage: Stage, draft: Draft): Promise<Draft> {
  return (draft.answers['nickname'] ? draft : await stage.person.edit(draft)) ?? draft;
}
