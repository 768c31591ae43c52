import { in_, type Mutant } from './mutant.ts';

/** Mistakes in what a server makes of what it is sent. */
export const SERVER_MUTANTS: readonly Mutant[] = [
  ...in_('src/protocol/v1.ts', {
    'v1: a phone ahead of its server is told what is new': [
      '(isAhead ? startOver(response)',
      '(false ? startOver(response)',
    ],
    'v1: a phone stands still at a gap': ["if (refusal.code !== 'gap') return refusal;", 'return refusal;'],
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
    'replaced: what was lost is still awaited': [
      'await tx.forgetFiles(id, filesGone(state.attachments, dossier.attachments));',
      '',
    ],
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
    'replaced: a page that came meanwhile is taken out': [
      'named.includes(hash) && missing.has(hash) && !awaited',
      'named.includes(hash) && !awaited',
    ],
    'decide: a superseded version is taken for ever': ['superseded.takenUntil < today', 'false'],
    'decide: a version the server does not have is closed': [
      "if (version > newest.version) return { code: 'versionUnknown', newest: newest.version };",
      "if (version > newest.version) return { code: 'versionClosed', version: newest.version, since: newest.validFrom };",
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
    'replaced: what was lost stays a paper': ['const gone = new Set(lost);', "const gone = new Set(['']);"],
    'replaced: the new pages need not arrive': [
      'return { attachments: replaced(state.attachments, what), papersComplete: false };',
      'return { attachments: replaced(state.attachments, what), papersComplete: true };',
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
  ...in_('src/server/payment/statement.ts', {
    'statement: its first line alone is taken': [
      'const taken = await take(found.transfer);',
      "const taken: Taken = counts.read > 1 ? { kind: 'duplicate' } : await take(found.transfer);",
    ],
  }),
];
