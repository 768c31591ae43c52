import { must } from '#core/assert.ts';
import type { OfficerIntent } from '#core/dossier/command.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { Draft } from '#core/dossier/draft.ts';
import type { Flow, Stage } from './crash.ts';

/** The app is open, at whatever await of its start it may die. */
async function open({ phone }: Stage): Promise<void> {
  if (!phone.isOn && !(await phone.start())) await new Promise(() => undefined);
}

async function drafts({ phone }: Stage): Promise<readonly Draft[]> {
  const list = await must(phone.store, 'an open app').listDrafts();
  return list.ok ? list.value : [];
}

async function dossiers({ phone }: Stage): Promise<readonly Dossier[]> {
  const list = await must(phone.store, 'an open app').listDossiers();
  return list.ok ? list.value : [];
}

const waits = async ({ phone }: Stage): Promise<number> => {
  const list = await must(phone.store, 'an open app').listOutbox();
  return list.ok ? list.value.length : 0;
};

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
    before: nothing,
    run: async (stage) => {
      await open(stage);
      if ((await drafts(stage)).length === 0) await stage.person.begin();
    },
    after: (stage) => onPhone(stage, 1),
  },
  {
    name: 'an answer is saved',
    before: ready(['idCard']),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.edit(draft);
    },
    after: (stage) => onPhone(stage, 1),
  },
  {
    name: 'a photo is added',
    before: ready([]),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.addPhoto(draft, 'idCard');
    },
    after: async (stage) => {
      let found: readonly Draft[] = [];
      await stage.work(drafts(stage).then((list) => (found = list)));
      return (found[0]?.attachments[0]?.files.length ?? 0) > 0 ? null : 'the draft has no photo';
    },
  },
  {
    name: 'a draft is thrown away',
    before: ready(['idCard', 'picture']),
    run: async (stage) => {
      await open(stage);
      for (const draft of await drafts(stage)) await stage.person.drop(draft);
    },
    after: (stage) => onPhone(stage, 0),
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
    before: async (stage) => {
      await ready([])(stage);
      await stage.work(open(stage));
      await stage.work(drafts(stage).then(([draft]) => stage.person.submit(must(draft, 'a draft'), true)));
      await stage.closeApp();
    },
    run: async (stage) => {
      await open(stage);
      const outbox = await must(stage.phone.store, 'an open app').listOutbox();
      for (const entry of outbox.ok ? outbox.value : []) if (entry.refusal) await stage.person.putAway(entry);
    },
    after: (stage) => onPhone(stage, 1),
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
