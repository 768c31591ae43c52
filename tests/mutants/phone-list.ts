import { in_, type Mutant } from './mutant.ts';

/** Mistakes in what a phone keeps, and for how long: in the store of the simulation, and in what it shares with the real one. */
export const PHONE_MUTANTS: readonly Mutant[] = [
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
    'plan: what an older protocol told stands for ever': ['return told !== PROTOCOL;', 'return false;'],
    'plan: the first forgotten command is left out': ['(_, i) => lastSeq + 1 + i);', '(_, i) => lastSeq + 2 + i);'],
    'plan: nothing is kept until it is in a backup': [
      'return Math.max(backedUpTo ?? 0, serverTime - KEPT_MS);',
      'return serverTime;',
    ],
  }),
  ...in_('tests/support/memory-rows.ts', {
    'store: the last save wins': ['if ((stored?.rev ?? 0) !== draft.rev - 1) throw', 'if (false) throw'],
    'store: what a draft lets go takes shared photos along': [
      'for (const hash of hashes.filter((each) => !this.named(each))) {',
      'for (const hash of hashes) {',
    ],
  }),
  ...in_('tests/support/memory-store.ts', {
    'store: a sent draft stays': [
      '        if (from.draft) {\n          tx.endDraft',
      '        if (from.draft && false) {\n          tx.endDraft',
    ],
    'store: every command has the same number': ['        tx.put({ seq: command.seq });\n', ''],
    'store: photos are not kept': ['        tx.putFile(file, bytes);\n', ''],
    'store: refused commands wait again': ['.filter((entry) => entry.refusal === null)', ''],
  }),
  ...in_('tests/support/memory-disk.ts', {
    'store: drafts are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'saveDraft']);"],
    'store: photos are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'addFile']);"],
    'store: the outbox is not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'enqueue']);"],
    'store: answers are not flushed': ["new Set(['noteSent', 'log']);", "new Set(['noteSent', 'log', 'record']);"],
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
    'replaced: the lost page stays on a phone that had it': ['    tx.dropUnneeded([hash]);\n', ''],
  }),
];
