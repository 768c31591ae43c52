/** One mistake planted on purpose: in `file`, the only occurrence of `find` becomes `replace`. */
export type Mutant = {
  readonly name: string;
  readonly file: string;
  readonly find: string;
  readonly replace: string;
  /** Few months are unlucky enough to meet it: the suites of its part are asked first. */
  readonly rare: boolean;
};

type Patches = Readonly<Record<string, readonly [find: string, replace: string]>>;

export const in_ = (file: string, patches: Patches): Mutant[] =>
  Object.entries(patches).map(([name, [find, replace]]) => ({ name, file, find, replace, rare: RARE.has(name) }));

const RARE: ReadonlySet<string> = new Set([
  'machine: what waits in the store is a disagreement all the same',
  'machine: what is to be sent again waits for a poll',
  'machine: a server that is older waits for an update of the app',
  'machine: a server that is older is asked with all that waits',
  'machine: what was not sent to an older server waits for the next',
  'behind: whoever is behind, the app is',
  'behind: a server that contradicts itself is older',
  'serve: a phone without epochs does not hear that the server went back',
  'v1: a phone ahead of its server is told what is new',
  'v1: a phone stands still at a gap',
  'drafts: one that no server reads is told',
  "machine: another person's session is asked on",
  'uploads: what the system took is a contact',
  'uploads: nothing waits for the next contact',
  'uploads: a refused file comes first again',
  'plan: a known event breaks the history',
  'plan: bytes go before a backup has them',
  'record: bytes go with the backup of their command',
  'record: papers go by what an earlier epoch told',
  'record: papers that the server lacks again go',
  'record: a paper that no dossier here names is not offered',
  'record: an updated phone has nothing acknowledged',
  'record: a new epoch goes on from the old cursor',
  'record: what is thrown away takes unseen words along',
  'record: what is thrown away while it is told is not told of',
  'drafts: a choice stands against what came meanwhile',
  'drafts: answers in another order are something written',
  'drafts: what was told before the server went back is not told again',
  'drafts: what was told before the server went back keeps its number',
  'drafts: a submitted draft is a draft again',
  'serve: the surroundings set a command aside',
  'serve: who lost a race is set aside',
  'serve: a submitted draft goes on',
  'serve: a draft that came late is one again',
  'outbox: lost pages are forgotten',
  'lost here: a photo that does not open is waited for from another phone',
  'editor: what was just typed waits for its timer when the page is hidden',
  'editor: what was just typed waits for its timer when the page is put away',
  'rot: a command that never left is said to be sent',
  'rot: what does not open was never sent',
]);

/** Mistakes somebody could make. What would change nothing anybody can notice is not among them. */
export const MUTANTS: readonly Mutant[] = [
  ...in_('src/core/sync/machine.ts', {
    "machine: another person's session is asked on": ["    case 'wrongAccount':\n      return 'wrongAccount';", ''],
    'machine: a failed exchange stays under way': [
      'const state: SyncState = { ...ended(before), atOnce };',
      'const state: SyncState = { ...before, atOnce, again: false };',
    ],
    'machine: a rest leads nowhere': [
      'return state.resting ? readAgain({ ...state, resting: false, blocked: lifted(state.blocked) }) : stay(state);',
      'return stay(state);',
    ],
    'machine: nothing follows the last upload': [
      'return next.uploads.length === 0 ? ask(next) : go(next);',
      'return stay(next);',
    ],
    'machine: no rest after a failure': [
      'return rest(failed, chance, Math.max(patience ?? 0, atLeastMs));',
      'return stay(failed);',
    ],
    'machine: what waits in the store is a disagreement all the same': [
      'return joins(next.unsent, gap.resendFrom) ?',
      'return false ?',
    ],
    'machine: what is to be sent again waits for a poll': ['    resend,\n  );', '    [],\n  );'],
    'machine: what is read again is not asked for': [
      'unsent: merge(unsent, state.unsent) };\n  if (gap',
      'unsent: state.unsent };\n  if (gap',
    ],
    'machine: what was told of after its outcome stays': [
      'unsent: state.unsent.filter(({ seq }) => !event.seqs.includes(seq)),',
      'unsent: state.unsent,',
    ],
    'machine: a command nobody told of waits for the next': [
      'return state.resting ? readAgain(',
      'return state.resting ? ask(',
    ],
    'machine: no patience': ['return Math.round(longest * (0.5 + chance / 2));', 'return 1;'],
    'machine: the first command is left out': [
      'for (const command of unsent) {\n    bytes',
      'for (const command of unsent.slice(1)) {\n    bytes',
    ],
    'machine: what waited at the start is forgotten': ['unsent: merge(unsent, state.unsent),', 'unsent: state.unsent,'],
    'machine: a new command is not heard of': [
      "case 'queued': {\n      return ask(",
      "case 'queued': {\n      return stay(state); ask(",
    ],
    'machine: a server that is older waits for an update of the app': [
      'return behind(failure.refusal.supported);',
      "return behind(failure.refusal.supported) && 'outdated';",
    ],
    'machine: a server that is older is asked with all that waits': ['{ ...stopped, atOnce: 0 }', 'stopped'],
    'machine: what was not sent to an older server waits for the next': [
      "const listened = state.gap === 'listens' || state.atOnce === 0;",
      "const listened = state.gap === 'listens';",
    ],
    'machine: drafts that a cut held back wait for the next poll': [
      'const again = state.atOnce === 1 &&',
      'const again = state.atOnce === 1_000 &&',
    ],
    'machine: a wake does not lift a block': ["blocked: null, gap: 'none', ...(hopeful", "gap: 'none', ...(hopeful"],
    'machine: a full phone asks without patience': [
      '{ ...ended(state), failures: state.failures + 1, lastFailure: event.failure }',
      '{ ...ended(state), failures: 0, lastFailure: event.failure }',
    ],
    'machine: an unkept answer ends the exchange lane': [
      '{ ...ended(state), failures: state.failures + 1, lastFailure',
      '{ ...state, again: false, failures: state.failures + 1, lastFailure',
    ],
  }),
  ...in_('src/core/sync/behind.ts', {
    'behind: whoever is behind, the app is': ["? 'serverOlder' : 'outdated'", "? 'outdated' : 'outdated'"],
    'behind: a server that contradicts itself is older': ['supported.includes(spoken)', 'false'],
  }),
  ...in_('src/protocol/v1.ts', {
    'v1: a phone ahead of its server is told what is new': [
      '(isAhead ? startOver(response)',
      '(false ? startOver(response)',
    ],
    'v1: a phone stands still at a gap': ["if (refusal.code !== 'gap') return refusal;", 'return refusal;'],
  }),
  ...in_('src/core/sync/upload-lane.ts', {
    'uploads: what the system took is a contact': [
      '    uploading: state.uploading.map(',
      '    contact: state.contact && { ...state.contact, until: state.contact.until + 1 },\n    uploading: state.uploading.map(',
    ],
    'uploads: one never ends': [
      'uploading: state.uploading.filter(({ file }) => file.hash !== hash),\n    uploads: state.uploads.filter(',
      'uploads: state.uploads.filter(',
    ],
    'uploads: one that failed stays under way': [
      'uploading: state.uploading.filter(({ file }) => file.hash !== hash),\n    uploads: inOrder(',
      'uploads: inOrder(',
    ],
    'uploads: a file goes twice at once': ['({ hash }) => !isUnderWay(state, hash)', '() => true'],
    'uploads: any number at once': ['uploading.length >= UPLOADS_AT_ONCE', 'false'],
    'uploads: photos before text that waits': [' || unsent.length > 0', ''],
    'uploads: nothing waits for the next contact': ['if (blocked || lastFailure || ', 'if (blocked || '],
    'uploads: a refused file comes first again': ['return setBack.includes(hash) ? 2 :', 'return'],
  }),
  ...in_('src/core/sync/engine.ts', {
    'engine: an answer not kept counts as kept': [
      "else dispatch({ type: 'notRecorded', failure: written.failure, chance: ports.chance.next() });",
      "else dispatch({ type: 'recorded', response, recorded: { ...response, toUpload: [], resend: [] } });",
    ],
    'engine: a start that failed is not tried again': [
      'if (!start.ok) return rest(5_000, () => void begin());',
      'if (!start.ok) return;',
    ],
    'engine: an upload counts before it is done': [
      'const uploaded = await foreseen(',
      'await ports.store.noteSent(file.hash, file.size);\n    const uploaded = await foreseen(',
    ],
    'engine: a failed upload counts as done': ['if (uploaded.ok) {', 'if (uploaded.ok || true) {'],
    'engine: a file that is not held is asked for again': [
      "return dispatch({ type: 'notHeld', hash: file.hash });",
      'return;',
    ],
  }),
  ...in_('src/core/sync/serve.ts', {
    'serve: a phone without epochs does not hear that the server went back': [
      'if (epoch !== null || cursor === 0) return cursor;',
      'return cursor;',
    ],
    'serve: a server that went back takes no notice of when it last answered': [
      'return remembers ? state :',
      'return remembers || account ? state :',
    ],
    'serve: a server that remembers everything starts over': ['Number(proof) <=', 'Number(proof) <'],
    'serve: what one phone claims counts for everybody': ['await tx.openEpoch(account)', 'await tx.openEpoch(null)'],
    'serve: the last command is taken for new': ['if (command.seq <= lastSeq) {', 'if (command.seq < lastSeq) {'],
    'serve: a repeated command gets no outcome': [
      'outcomes.push(await sameAsBefore(tx, request, command, digest, context));',
      'await sameAsBefore(tx, request, command, digest, context);',
    ],
    'serve: outcomes are not kept': ['await tx.saveOutcome(account, device, { digest, outcome });', ''],
    'serve: the surroundings set a command aside': ['if (context.passing(taken.error)) throw taken.error;', ''],
    'serve: who lost a race is set aside': ['tries < 2;', 'tries < 1;'],
    'serve: how far a device came is not kept': ['await tx.setLastSeq(account, device, lastSeq);', ''],
    'serve: one command a request': ['        lastSeq = command.seq;\n', ''],
    'serve: the cursor stands still': ['cursor: changes.at(-1)?.n ?? cursor,', 'cursor,'],
    'serve: no file is missing': ['missingFiles: [...(await tx.missingFiles(account))],', 'missingFiles: [],'],
    'serve: anybody may act on a dossier': ['if (found && found.owner !== account) {', 'if (found && false) {'],
    'serve: papers are not expected': ['await tx.expectFiles(account, id, files);', ''],
    'serve: papers that were there already are not noticed': [
      'dossier = await completePapers(tx, account, dossier, context.now);',
      '',
    ],
    'serve: papers are complete without their bytes': [
      '(await tx.missingFilesOf(owner, state.id)).length > 0',
      'false',
    ],
    'serve: two codes for one dossier': [
      'await tx.nextCode(what.unit, now)',
      '(await tx.nextCode(what.unit, now), await tx.nextCode(what.unit, now))',
    ],
    "serve: the phone's clock is the legal one": [
      "await enact(tx, account, id, state, happened, context.now, { role: 'citizen'",
      "await enact(tx, account, id, state, happened, command.madeAt, { role: 'citizen'",
    ],
    'serve: a refusal is called done': [
      'if (!decision.ok) return refused(command, context, decision.refusal);',
      "if (!decision.ok) return { result: 'done', ...stamp, receipt: '' };",
    ],
    'serve: the author has no name': ["{ role: 'citizen', name: context.name }", "{ role: 'citizen', name: '' }"],
    'serve: one event is none': ['if (events.length > 0) await tx.append', 'if (events.length > 1) await tx.append'],
  }),
  ...in_('src/server/commands/papers.ts', {
    'papers: the last one completes nothing': ['    await completePapers(tx, owner, dossier, now);\n', ''],
  }),
  ...in_('src/core/dossier/decide.ts', {
    'decide: anything at any time': [
      "  const blocked = notNow(state, intent.type, 'citizen');\n  if (blocked) return blocked;",
      '',
    ],
    'decide: a supplement needs a note and a paper': [
      "if (intent.attachments.length === 0 && intent.note.trim() === '')",
      "if (intent.attachments.length === 0 || intent.note.trim() === '')",
    ],
    'decide: papers need not be there': [
      'if (missing.length > 0) return refuse',
      'if (missing.length > 9) return refuse',
    ],
    'decide: answers need not be right': [
      'if (wrong.length > 0) return refuse',
      'if (wrong.length > 99) return refuse',
    ],
    'decide: when it was made is forgotten': [
      '    attachments: intent.attachments,\n    claimedAt,\n  });\n}\n\n/** The papers',
      '    attachments: intent.attachments,\n    claimedAt: ground.now,\n  });\n}\n\n/** The papers',
    ],
    'decide: received before its papers': [
      "if (!state.papersComplete) return refuse({ code: 'papersNotArrived' });",
      '',
    ],
    'decide: the promise counts from the submission': [
      'promisedDay(ground.procedure.deadline, ground.now,',
      'promisedDay(ground.procedure.deadline, state.submittedAt,',
    ],
    'decide: a pause is not given back': [
      'return resumedPromise(state.promisedDay, state.pausedSince, dayOf(ground.now), ground.calendar);',
      'return state.promisedDay;',
    ],
    'decide: every payment is awaited': [
      "const awaited = state.status === 'paymentRequested' && state.fee?.id === payment.fee;",
      'const awaited = true;',
    ],
    'decide: no refund is opened': [
      ": accept(recorded, { type: 'refundOpened', fee: payment.fee, amount: payment.amount });",
      ': accept(recorded);',
    ],
    'decide: a dossier twice': [
      "return state === null ? decideSubmit(intent, claimedAt, ground) : refuse({ code: 'dossierExists' });",
      'return decideSubmit(intent, claimedAt, ground);',
    ],
    'decide: a withdrawal without its reason': [
      "accept({ type: 'withdrawn', reason: storable(intent.reason) })",
      "accept({ type: 'withdrawn', reason: '' })",
    ],
    'decide: a supplement without its papers': [
      '    note: storable(intent.note),\n    attachments: intent.attachments,',
      '    note: storable(intent.note),\n    attachments: [],',
    ],
  }),
  ...in_('src/core/dossier/fold.ts', {
    'fold: a supplement replaces the papers': [
      'attachments: [...state.attachments, ...what.attachments],',
      'attachments: what.attachments,',
    ],
    'fold: added papers need not arrive': [
      'papersComplete: state.papersComplete && what.attachments.length === 0,',
      'papersComplete: state.papersComplete,',
    ],
    'fold: a payment replaces the one before': ['payments: [...state.payments, payment]', 'payments: [payment]'],
    'fold: resuming leads to the wrong place': [
      "state.receivedAt === null ? 'registered' : 'processing'",
      "state.receivedAt === null ? 'processing' : 'registered'",
    ],
    'fold: results are dropped': ['return { results: what.results };', 'return {};'],
    'fold: the reason is dropped': ['return { closedReason: what.reason };', 'return {};'],
    'fold: the reception is not noted': ['return { receivedAt: event.at, promisedDay', 'return { promisedDay'],
    'fold: anything ends a pause': [
      "transition.clock === 'none'\n        ? state.pausedSince",
      "transition.clock === 'none'\n        ? null",
    ],
    'fold: a submission counts as complete': [
      'papersComplete: what.attachments.length === 0,\n    submittedAt',
      'papersComplete: true,\n    submittedAt',
    ],
  }),
  ...in_('src/core/dossier/lifecycle.ts', {
    'lifecycle: what is decided can be withdrawn': [
      "    return: { by: ['officer'], next: 'returned', clock: 'none' },",
      "    return: { by: ['officer'], next: 'returned', clock: 'none' },\n    withdraw,",
    ],
    'lifecycle: a supplement is not received': [
      "supplement: { by: ['citizen'], next: 'resume', clock: 'resume' },",
      "supplement: { by: ['citizen'], next: 'same', clock: 'resume' },",
    ],
    'lifecycle: money after a withdrawal is refused': [
      'withdrawn: { confirmPapers, recordPayment: latePayment },',
      'withdrawn: { confirmPapers },',
    ],
    'lifecycle: papers late in processing are refused': ['  processing: {\n    confirmPapers,', '  processing: {'],
  }),
  ...in_('src/platform/store/plan.ts', {
    'plan: one page a paper': ['files: [...(before?.files ?? []), file]', 'files: [file]'],
    'plan: bytes are let go before they arrived': [
      'return at !== null && at <= upTo ? [] : hashesOf(dossier.attachments);',
      'return [];',
    ],
    'plan: bytes go before a backup has them': ['return at !== null && at <= upTo ?', 'return at !== null ?'],
    'plan: a known event breaks the history': [
      'if (state && event.n <= state.events.length) continue;',
      'if (state && event.n < state.events.length) continue;',
    ],
    'plan: a revived draft without its answers': [
      '    answers: intent.answers,\n    attachments: intent.attachments,\n    place',
      '    answers: {},\n    attachments: intent.attachments,\n    place',
    ],
    'plan: a revived draft without its papers': [
      '    attachments: intent.attachments,\n    place',
      '    attachments: [],\n    place',
    ],
    'plan: the cursor stays': ['return joins ? Math.max(stored, cursor) : stored;', 'return stored;'],
  }),
  ...in_('tests/support/memory-store.ts', {
    'store: drafts are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'saveDraft']);"],
    'store: photos are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'addFile']);"],
    'store: the outbox is not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'enqueue']);"],
    'store: answers are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'record']);"],
    'store: a sent draft stays': [
      '          if (from.draft) {\n            tx.endDraft',
      '          if (from.draft && false) {\n            tx.endDraft',
    ],
    'store: every command has the same number': ['          tx.put({ seq: command.seq });\n', ''],
    'store: the last save wins': ['if ((stored?.rev ?? 0) !== draft.rev - 1) throw', 'if (false) throw'],
    'store: photos are not kept': ['          tx.putFile(file, bytes);\n', ''],
    'store: refused commands wait again': ['.filter((entry) => entry.refusal === null)', ''],
    'store: what a draft lets go takes shared photos along': [
      'for (const hash of hashes.filter((each) => !this.named(each))) {',
      'for (const hash of hashes) {',
    ],
    'store: an aborted write stays': [
      '          commit(name, new Map(visible).set(account, tx.rows));\n          return value;\n        } catch (error) {',
      '          commit(name, new Map(visible).set(account, tx.rows));\n          return value;\n        } catch (error) {\n          visible = new Map(visible).set(account, tx.rows);',
    ],
  }),
  ...in_('tests/support/memory-record.ts', {
    'record: refused commands vanish': [
      "if (outcome.result === 'refused') return tx.set('outbox', outcome.seq, { ...entry, refusal: outcome.refusal });",
      "if (outcome.result === 'refused') return tx.drop('outbox', outcome.seq);",
    ],
    "record: an arrived dossier's photos go, whoever needs them": ['    if (tx.named(hash)) continue;\n', ''],
    'record: arrived photos stay for ever': ["    tx.drop('files', hash);\n    noteArrived", '    noteArrived'],
    'record: what a server held before it went back counts as sent': [
      "if (row.sent > 0) tx.set('progress', hash, { ...row, sent: 0 });",
      'void [hash, row];',
    ],
    'record: what was acknowledged is not kept': [
      "  tx.set('kept', outcome.seq, { entry, at: outcome.at, files });\n",
      '',
    ],
    'record: what was acknowledged is kept for ever': ["    tx.drop('kept', seq);\n    release(", '    release('],
    'record: bytes go with the backup of their command': [
      'if (at > upTo || files.some((hash) => missing.has(hash))) continue;',
      'if (at > upTo) continue;',
    ],
    'record: papers of a complete dossier stay for ever': ['  releasePapers(tx, response);\n', ''],
    'record: papers go by what an earlier epoch told': [
      'papersReleasedUpTo(response, tx.rows.toldIn.get(id) ?? null)',
      'papersReleasedUpTo(response)',
    ],
    'record: papers that the server lacks again go': [
      '    if (hashes.some((hash) => missing.has(hash))) continue;\n',
      '',
    ],
    'record: a paper that no dossier here names is not offered': [
      'return row && tx.rows.files.has(hash) ?',
      'return row && tx.rows.files.has(hash) && dossierOf(tx.rows, hash) ?',
    ],
    'record: what is thrown away takes unseen words along': [
      "else tx.set('standings', id, { ...standing, theirs: null, deleted: true });",
      "else tx.set('standings', id, { ...standing, base: Math.max(standing.base, standing.theirs?.rev ?? 0), theirs: null, deleted: true });",
    ],
    'record: what was forgotten is not sent again': [
      "    tx.set('outbox', entry.command.seq, entry);\n    tx.drop('kept'",
      "    tx.drop('kept'",
    ],
    'record: an updated phone has nothing acknowledged': ['before.acked ?? ackedIn(before)', 'before.acked ?? 0'],
    'record: a new epoch goes on from the old cursor': [
      'cursorAfter(startsOver ? 0 : before.cursor,',
      'cursorAfter(before.cursor,',
    ],
    'record: the epoch is not kept': ['    epoch: response.epoch,\n    told', '    epoch: before.epoch,\n    told'],
    "record: another phone's draft is not heard of": [
      "} else tx.set('standings', draft.id, { ...standing, theirs: draft, files });",
      '}',
    ],
    'record: a kept draft is told again and again': [
      "tx.set('standings', id, { ...NEW_STANDING(id), base: rev, pushedRev: sent.rev, deleted });",
      '',
    ],
    'record: what is thrown away while it is told is not told of': [
      'const deleted = tx.storedDraft(id) === undefined;',
      'const deleted = false;',
    ],
  }),
  ...in_('src/platform/store/plan.ts', {
    'plan: what an older protocol told stands for ever': ['return told !== PROTOCOL;', 'return false;'],
    'plan: the first forgotten command is left out': ['(_, i) => lastSeq + 1 + i);', '(_, i) => lastSeq + 2 + i);'],
    'plan: nothing is kept until it is in a backup': [
      'return Math.max(backedUpTo ?? 0, serverTime - KEPT_MS);',
      'return serverTime;',
    ],
  }),
  ...in_('src/core/sync/drafts.ts', {
    'drafts: one that no server reads is told': [' || hasTooManyPages(draft)', ''],
    'drafts: the last push wins': [
      "if (stored !== null && push.base !== rev && !revives && !ownLast) return { result: 'differs', rev };",
      '',
    ],
    'drafts: a copy of an old push wins': [
      'stored.device === device && stored.base === push.base && isLater(push.body, stored.body);',
      'stored.device === device && stored.base === push.base;',
    ],
    'drafts: what arrives takes the place of what is here': [
      "if (mine && !clean) return { do: 'keepBoth', standing: { ...standing, theirs } };",
      '',
    ],
    'drafts: deleted elsewhere is deleted': [
      '    if (mine === null || (clean && (theirs.over',
      '    if (mine === null || true || (clean && (theirs.over',
    ],
    'drafts: an older version was submitted': ["(theirs.over === 'deleted' || wasSubmitted(mine, dossier))", 'true'],
    'drafts: what arrives loses its photos': [
      '    attachments: body.attachments,\n    place',
      '    attachments: [],\n    place',
    ],
    'drafts: a choice stands against what came meanwhile': [
      'return theirs === null || sameBody(theirs.body, seen.body);',
      'return theirs === null || seen.rev > 0;',
    ],
    'drafts: answers in another order are something written': [
      'sameJson(a.answers, b.answers) &&',
      'JSON.stringify(a.answers) === JSON.stringify(b.answers) &&',
    ],
    'drafts: what was told before the server went back is not told again': ['(theirs.rev === 0 ? 0 : rev)', 'rev'],
    'drafts: what was told before the server went back keeps its number': [
      'theirs: theirs && { ...theirs, rev: 0 }',
      'theirs',
    ],
    'drafts: a submitted draft is a draft again': [
      "if (stored?.over === 'submitted') return { result: push.body === null ? 'same' : 'differs', rev };",
      '',
    ],
  }),
  ...in_('src/core/sync/machine.ts', {
    'machine: a gap is a disagreement': [
      "const listens = before.gap === 'none' && failure.code",
      'const listens = false && failure.code',
    ],
    'machine: after a gap nothing but listening': [
      "gap: answered.size > 0 ? 'none' : state.gap === 'listens' ? 'heard' : state.gap,",
      'gap: state.gap,',
    ],
  }),
  ...in_('src/core/sync/serve.ts', {
    'serve: gaps are passed over': [
      "if (command.seq !== lastSeq + 1) throw new Refused({ code: 'gap', resendFrom: lastSeq + 1 });",
      '',
    ],
    'serve: a poisonous command holds up the others': [
      'return serveOnce(ledger, request, context, true);',
      'return serveOnce(ledger, request, context, false);',
    ],
    'serve: what is not understood holds up the others': [
      "if (!read.success) return refused(command, context, { code: 'notUnderstood', detail: detailOf(read.error.issues) });",
      "if (!read.success) throw new Refused({ code: 'malformed', detail: '' });",
    ],
    'serve: a submitted draft goes on': [
      "body: null, over: 'submitted' });\n}\n\nfunction isVoid",
      'over: null });\n}\n\nfunction isVoid',
    ],
    'serve: a rating is not kept': [
      "if (intent.type === 'rate') await tx.rate(intent.dossier, intent.rating, intent.words, now);",
      '',
    ],
    'serve: a reported payment is not kept': [
      "if (intent.type === 'reportPayment') await tx.reportPayment(intent.dossier, intent.fee, now);",
      '',
    ],
    'serve: drafts are not taken': ["if (decision.result === 'write') await tx.saveDraft(account, decision.next);", ''],
    'serve: a draft that came late is one again': ['(await submittedBefore(tx, request, push));', 'null;'],
  }),
  ...in_('src/core/sync/serve.ts', {
    'replaced: what was lost is still awaited': [
      'await tx.forgetFiles(id, filesGone(state.attachments, dossier.attachments));',
      '',
    ],
  }),
  ...in_('src/core/dossier/decide.ts', {
    'replaced: a page that came meanwhile is taken out': [
      'named.includes(hash) && missing.has(hash) && !awaited',
      'named.includes(hash) && !awaited',
    ],
  }),
  ...in_('src/core/dossier/fold.ts', {
    'replaced: what was lost stays a paper': ['const gone = new Set(lost);', "const gone = new Set(['']);"],
    'replaced: the new pages need not arrive': [
      'return { attachments: replaced(state.attachments, what), papersComplete: false };',
      'return { attachments: replaced(state.attachments, what), papersComplete: true };',
    ],
  }),
  ...in_('src/core/dossier/lifecycle.ts', {
    'replaced: not before the reception': [
      '  registered: {\n    confirmPapers,\n    replacePapers,',
      '  registered: {\n    confirmPapers,',
    ],
  }),
  ...in_('src/core/dossier/replacement.ts', {
    'replaced: nothing is ever called lost': [
      'const lacking = new Set(missing.filter((hash) => !safe.has(hash)));',
      "const lacking = new Set(['']);",
    ],
  }),
  ...in_('tests/support/memory-record.ts', {
    'replaced: the lost page stays on a phone that had it': ['    tx.dropUnneeded([hash]);\n', ''],
  }),
  ...in_('src/server/payment/match.ts', {
    'match: any amount': ["return transfer.amount === fee.amount ? null : 'amount';", 'return null;'],
    'match: any account': ["if (transfer.account !== fee.account) return 'account';", ''],
    'match: any currency': ["if (transfer.currency !== 'VND') return 'currency';", ''],
    'match: a fee may be paid again': ["if (fee.paid) return 'alreadyPaid';", ''],
  }),
  ...in_('src/server/payment/take.ts', {
    'take: a paid fee is not marked': ['await markPaid(sql, fee.id, transfer.paidAt);', ''],
    'take: suspended money is not written down': [
      "const why = match.kind === 'suspense' ? match.why : null;",
      "const why = match.kind === 'suspense' ? match.why : null;\n  if (why === 'noReference') return { kind: 'suspended', why, dossier: null };",
    ],
  }),
  ...in_('src/server/commands/officer.ts', {
    'officer: acts on what was not seen': [
      'if (command.seen !== dossier.events.length) {',
      'if (command.seen > dossier.events.length) {',
    ],
    'officer: a repeated click acts again': ['if (before !== null) return', 'if (before === null && false) return'],
  }),
  ...in_('src/core/dossier/decide.ts', {
    'decide: a superseded version is taken for ever': ['superseded.takenUntil < today', 'false'],
    'decide: a version the server does not have is closed': [
      "if (version > newest.version) return { code: 'versionUnknown', newest: newest.version };",
      "if (version > newest.version) return { code: 'versionClosed', version: newest.version, since: newest.validFrom };",
    ],
  }),
  ...in_('src/core/procedure/versions.ts', {
    'versions: every dossier rests on the newest': [
      'procedure: versions.find((known) => known.version === version) ?? null,',
      'procedure: newest,',
    ],
  }),
  ...in_('src/core/sync/drafts.ts', {
    "drafts: another phone's draft goes on by the version that was here": [
      'mine && mine.procedure.version === body.version ? mine.procedure',
      'mine ? mine.procedure',
    ],
  }),
  ...in_('src/server/payment/statement.ts', {
    'statement: its first line alone is taken': [
      'const taken = await take(found.transfer);',
      "const taken: Taken = counts.read > 1 ? { kind: 'duplicate' } : await take(found.transfer);",
    ],
  }),
];
