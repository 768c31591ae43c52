import { in_, type Mutant } from './mutant.ts';

/**
 * Mistakes in the phone's store as it is, which the simulation never meets: it runs on one in memory. The contract
 * suites of the store have to notice these.
 */
export const STORE_MUTANTS: readonly Mutant[] = [
  ...in_('src/platform/store/connection.ts', {
    'connection: writes are not flushed': [
      "chromeTransactionDurability: 'strict'",
      "chromeTransactionDurability: 'relaxed'",
    ],
    'connection: a newer store is written into': [
      'if (native.version > versions.length * DEXIE_STEP) {',
      'if (native.version > 10_000) {',
    ],
    "connection: a cleared store passes for the account's": [
      'if (!intact || (await intact(db))) return;',
      'if (!intact || db) return;',
    ],
    "connection: a store made anew by another tab passes for the account's": [
      "(await db.state.get('state'))?.device === known",
      "(await db.state.get('state')) !== undefined",
    ],
    'connection: what is not the account’s is read before it is known to be': [
      'await insist(opened as unknown as Db);',
      ';',
    ],
    'connection: an opening that failed has failed for ever': ['if (opening === attempt) opening = null;', ''],
    'connection: a lost connection stays lost': [
      "if (opening === attempt && failure.code === 'lost') opening = null;",
      '',
    ],
    'connection: it is opened again for ever': ['heal === HEALS', 'heal === 50'],
    'connection: a second tab makes a second key': [
      "if (!(await db.keys.get('account'))) await db.keys.add({ id: 'account', key: fresh });",
      "await db.keys.put({ id: 'account', key: fresh });",
    ],
  }),
  ...in_('src/platform/store/device.ts', {
    'device: a sign-out that was cut short ends there': ['if (leaving) await forget(leaving);', ''],
    'device: whose sign-out is owed is not noted': ['owedBy: by,', 'owedBy: undefined,'],
    'device: who has signed out is recalled while the store stays': [
      'active && active !== leaving ? await',
      'active ? await',
    ],
    'device: who has signed in again goes on leaving': [
      'return leaving === account ? null : leaving;',
      'return leaving;',
    ],
    'device: an opening that failed has failed for ever': [
      'if (opened.get(account) === opening) opened.delete(account);',
      '',
    ],
  }),
  ...in_('src/platform/store/kept-list.ts', {
    'kept-list: what another tab keeps meanwhile is written over': [
      'if (!sameSealing((await shelvesOf(db).get(name)) ?? {}, before)) return false;',
      '',
    ],
  }),
  ...in_('src/platform/store/account-store.ts', {
    'account-store: the last save wins': ["if (rev !== row.rev - 1) throw new Refused({ code: 'stale', rev });", ''],
    'account-store: a photo is kept before its draft': [
      'readwrite(db, fileTables(db), async () => {\n        await putFile(db, file, body);\n        await putDraft(db, row);\n        return next;\n      }),',
      'readwrite(db, fileTables(db), () => putFile(db, file, body)).then(() => readwrite(db, fileTables(db), async () => {\n        await putDraft(db, row);\n        return next;\n      })),',
    ],
    'account-store: a photo picked again counts as sent as its like was': [
      'wasHere ? await db.progress.get(file.hash) : undefined',
      'wasHere || db ? await db.progress.get(file.hash) : undefined',
    ],
    'account-store: a sent draft stays': [
      'await endDraft(db, draft.id);\n      if (!isSupplement',
      'if (!isSupplement',
    ],
    'account-store: every command has the same number': ['await db.state.put({ ...state, seq: row.seq });', ''],
    'account-store: a tap makes an entry each': ['if (before) return before;', ''],
    'account-store: what another tab wrote is not sent': [
      "if (draft && rev !== draft.rev) throw new Refused({ code: 'stale', rev });",
      '',
    ],
    'account-store: a command of any weight': ['if (entry.bytes > MAX_COMMAND_BYTES) {', 'if (entry.bytes < 0) {'],
    'account-store: a draft thrown away leaves its photos': [
      'await standDeleted(db, id);\n          await dropUnneeded(db, row?.files ?? []);',
      'await standDeleted(db, id);',
    ],
    'account-store: nobody is told of a deletion': ['await standDeleted(db, id);', ''],
    'account-store: a refused entry taken back stays': ['await db.outbox.delete(row.seq);', ''],
    'account-store: what is written is not told': ['if (written.ok) watched.changed();', ''],
    'account-store: a page turned is told to every phone': ['if (sameWords) await standUnchanged(db, row);', ''],
  }),
  ...in_('src/platform/store/plan.ts', {
    'plan: what waits counts as acknowledged': [
      'Math.min(lastMade + 1, ...waiting',
      'Math.max(lastMade + 1, ...waiting',
    ],
  }),
  ...in_('src/platform/store/record.ts', {
    'record.ts: an outcome of another command counts': [
      'if (!row || row.id !== outcome.id) continue;',
      'if (!row) continue;',
    ],
    'record.ts: what was acknowledged is not kept': ['await db.kept.bulkPut([...plan.kept]);', ''],
    'record.ts: receipts are not kept': ['await db.receipts.bulkPut([...plan.receipts]);', ''],
    'record.ts: what was done waits again': ['await db.outbox.bulkDelete(plan.done.map((row) => row.seq));', ''],
    "record.ts: another tab's answer is written over": ['if (state.recordings !== plan.recordings) return null;', ''],
    'record.ts: numbers acknowledged before they were noted are not missed': [
      'state.acked ?? (await ackedIn(db, shelf, state))',
      'state.acked ?? 0',
    ],
    'record.ts: what an older protocol told is not told again': [
      'return needsRetelling(state.told) || row.epoch',
      'return row.epoch',
    ],
    'record.ts: what an older protocol told is told at every start': ['      told: PROTOCOL,\n', ''],
    'record.ts: what is not told again passes for told': [
      'if (retelling) await db.dossiers.toCollection().modify({ epoch: OLDER_WORDS });',
      '',
    ],
    'record.ts: a new epoch keeps the cursor': [
      'cursorAfter(startsOver ? 0 : state.cursor',
      'cursorAfter(state.cursor',
    ],
    'record.ts: what was sent in another epoch counts as sent': [
      'if (startsOver) await db.progress.toCollection().modify({ sent: 0 });',
      '',
    ],
    'record.ts: a page that the server asks for stays as sent': [
      '.filter((row) => row.sent >= row.size)',
      '.filter(() => false)',
    ],
    'record.ts: files are offered that are not here': ['return held.has(hash) ?', 'return hash ?'],
    'record.ts: a command that did not open counts as sent': [
      "return outcome.receipt === '' ? 'notSent' : 'sent';",
      "return 'sent';",
    ],
    'record.ts: a draft that was told is told again': ['pushedRev: sent.rev, deleted', 'pushedRev: 0, deleted'],
    'record.ts: what is thrown away while it is told is not told of': [
      'const deleted = (await storedDraft(db, { id, rev: sent.rev })) === undefined;',
      'const deleted = false;',
    ],
    'record.ts: numbers of another epoch count': [
      'modify({ base: 0, pushedRev: 0, theirsRev: 0 })',
      'modify({ base: 0, pushedRev: 0 })',
    ],
    'record.ts: a reset dossier stays': ['await db.dossiers.bulkDelete([...plan.reset]);', ''],
    'record: pages go at the answer that brings a draft naming them': [
      "    const draftsJoin = await recordDrafts(db, response, pushed, plan.theirs, newEpoch);\n    await letGoReplaced(db, plan.replaced);\n    // Whichever phone they came from.\n    await db.progress\n      .where('hash')\n      .anyOf(plan.arrived)\n      .modify((row) => void Object.assign(row, { sent: row.size }));\n    const free = [...plan.arrived, ...(await releasePapers(db, response)), ...(await releaseKept(db, response))];\n    await releaseArrived(db, free);\n",
      "    await letGoReplaced(db, plan.replaced);\n    // Whichever phone they came from.\n    await db.progress\n      .where('hash')\n      .anyOf(plan.arrived)\n      .modify((row) => void Object.assign(row, { sent: row.size }));\n    const free = [...plan.arrived, ...(await releasePapers(db, response)), ...(await releaseKept(db, response))];\n    await releaseArrived(db, free);\n    const draftsJoin = await recordDrafts(db, response, pushed, plan.theirs, newEpoch);\n",
    ],
    'record: the pages of a version that is over stay': ['await dropUnneeded(db, [...before]);', ''],
  }),
  ...in_('src/platform/store/release.ts', {
    'release: papers the server forgot go with its next backup': [
      'arrivedAt <= papersReleasedUpTo(response, epoch)',
      'arrivedAt <= papersReleasedUpTo(response)',
    ],
    'release: papers the server forgot stay for ever': [
      'arrivedAt <= papersReleasedUpTo(response, epoch)',
      'epoch === response.epoch && arrivedAt <= papersReleasedUpTo(response)',
    ],
    'release: let go of before a backup has it': [
      '.belowOrEqual(releasedUpTo(response))',
      '.belowOrEqual(response.serverTime)',
    ],
    'release: bytes the server lacks are let go of': [
      '.filter((row) => !row.files.some((hash) => missing.has(hash)))',
      '',
    ],
  }),
  ...in_('src/platform/store/wallet.ts', {
    'wallet: the last write wins': ["if (rev !== row.rev - 1) throw new Refused({ code: 'stale', rev });", ''],
    'wallet: pages that are not here are kept': [
      "if ((await db.files.where('hash').anyOf(hashes).count()) < new Set(hashes).size)",
      'if (hashes.length < 0)',
    ],
    'wallet: a page that rotted stops the whole paper': [
      'row.files.filter((hash) => !before.has(hash)),',
      'row.files,',
    ],
    'wallet: a paper thrown away leaves its pages': ['await dropUnneeded(db, row?.files ?? []);', ''],
    'wallet: a page photographed again leaves the one before': ['await dropUnneeded(db, stored?.files ?? []);', ''],
    'wallet: a paper is kept without its page': ['if (page && body) await putFile(db, page.file, body);', ''],
    'wallet: pages are taken over what another tab wrote': ['await putDraft(db, row);', 'await db.drafts.put(row);'],
  }),
  ...in_('src/platform/store/tables.ts', {
    'tables: what only the wallet names goes': [
      " +\n      (await db.wallet.where('files').equals(hash).count());",
      ';',
    ],
  }),
  ...in_('src/platform/store/unsent.ts', {
    'unsent: what only the wallet has waits for the server': ['(concerned.has(hash) || !kept.has(hash))', 'kept'],
    'unsent: papers of the wallet are nothing to lose': [
      "papers: wallet.value.length + lying('walletPaper'),",
      'papers: 0,',
    ],
  }),
  ...in_('src/platform/store/sync-store.ts', {
    'sync-store: refused commands go out again': ['.filter((entry) => entry.refusal === null)', ''],
    'sync-store: a draft under the finger goes out': ['draft.savedAt < savedBefore ?', 'draft.savedAt > 0 ?'],
    'sync-store: the log has no end': ['.belowOrEqual(n - LOG_LINES)', '.belowOrEqual(0)'],
    'sync-store: a forgetful server is not told when it last answered': [
      "(await db.state.get('state'), 'state').answeredAt ?? null",
      "(await db.state.get('state'), 'state') && null",
    ],
    'sync-store: a deletion is not told': ['return push ? [{ push, rev: 0 }] : [];', 'return [];'],
  }),
  ...in_('src/platform/store/aside.ts', {
    'aside: a number is left out': [
      'if (asks) await db.outbox.put(asks);',
      'if (asks) await db.outbox.delete(Number(key));',
    ],
    'aside: the photos of what does not open go': ['files: row.files ?? [],', 'files: [],'],
    'aside: a lost draft is not asked for': [
      "if (table === 'drafts' || table === 'standings') await db.state.update('state', { retellDrafts: true });",
      '',
    ],
    'aside: what does not open is thrown away': ['await db.aside.put(described);', ''],
    'aside: nobody is told': [
      'await putAside(db, sealer, table, key, clock.now());\n    changed();',
      'await putAside(db, sealer, table, key, clock.now());',
    ],
  }),
  ...in_('src/platform/store/tables.ts', {
    'tables: the photos of an entry go': ["(await db.outbox.where('files').equals(hash).count()) +", ''],
    'tables: the photos of a draft go': ["(await db.drafts.where('files').equals(hash).count()) +", ''],
    'tables: the photos of another version go': ["(await db.standings.where('files').equals(hash).count()) +", ''],
    'tables: papers on their way go': ["(await db.dossiers.where('waiting').equals(hash).count()) +", ''],
  }),
  ...in_('src/platform/store/seal.ts', {
    'seal: one record passes for another': [
      'new TextEncoder().encode(`${table}|${id}`)',
      'new TextEncoder().encode(table)',
    ],
  }),
  ...in_('src/platform/store/standings.ts', {
    'standings: a choice between two is no end of it': [
      'await db.standings.put(chosen ? over : { ...now, pushedRev: 0 });',
      'await db.standings.put({ ...over, ...now, pushedRev: 0 });',
    ],
    'standings: a choice stands against what came meanwhile': [
      'before && sameTheirs(now, before) && hasSeen(theirs, seen)',
      'true',
    ],
    'standings: a choice is looked at before what comes at the same time': [
      'before && sameTheirs(now, before) && hasSeen',
      'hasSeen',
    ],
    'standings: what was told before the server went back keeps its number': [
      'theirs: theirs && { ...theirs, rev: row.theirsRev }',
      'theirs',
    ],
    'standings: what another phone deleted stays': [
      "if (arrival.do === 'drop' && stored) await endDraft(db, row.id);",
      '',
    ],
    'standings: a draft that has ended is gone on with as it lies aside': [
      'if (!lying || lying.ended) return undefined;',
      'if (!lying) return undefined;',
    ],
  }),
];
