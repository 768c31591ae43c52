import { in_, type Mutant } from './mutant.ts';

/** Mistakes in what a phone does next, and in how it decides between versions of a draft. */
export const ENGINE_MUTANTS: readonly Mutant[] = [
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
    'machine: a gap is a disagreement': [
      "const listens = before.gap === 'none' && failure.code",
      'const listens = false && failure.code',
    ],
    'machine: after a gap nothing but listening': [
      "gap: answered.size > 0 ? 'none' : state.gap === 'listens' ? 'heard' : state.gap,",
      'gap: state.gap,',
    ],
  }),
  ...in_('src/core/sync/behind.ts', {
    'behind: whoever is behind, the app is': ["? 'serverOlder' : 'outdated'", "? 'outdated' : 'outdated'"],
    'behind: a server that contradicts itself is older': ['supported.includes(spoken)', 'false'],
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
    "drafts: another phone's draft goes on by the version that was here": [
      'mine && mine.procedure.version === body.version ? mine.procedure',
      'mine ? mine.procedure',
    ],
  }),
  ...in_('src/core/procedure/versions.ts', {
    'versions: every dossier rests on the newest': [
      'procedure: versions.find((known) => known.version === version) ?? null,',
      'procedure: newest,',
    ],
  }),
];
