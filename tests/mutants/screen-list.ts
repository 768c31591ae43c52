import { in_, type Mutant } from './mutant.ts';

/** Mistakes in what the screens make of a phone's store and its engine, and in what they tell of records that rot. */
export const SCREEN_MUTANTS: readonly Mutant[] = [
  ...in_('src/app/state/signal.ts', {
    'chip: papers that wait are forgotten before the first answer': [
      'sync.uploads.length > 0 || lackingHere(input).length > 0;',
      'sync.uploads.length > 0;',
    ],
    'chip: what only the person can bring is synced': [
      'if (failed || asks || strays) return',
      'if (failed || strays) return',
    ],
    'chip: papers that wait count as synced': ['if (waiting || files) return', 'if (waiting) return'],
    'chip: a request for news is sending': [
      'sync.uploading.length > 0 || sync.carried.length > 0',
      "sync.uploading.length > 0 || sync.exchange !== 'idle'",
    ],
    'chip: a failure is nothing': ['if (sync.lastFailure) return', 'if (sync.lastFailure && waiting) return'],
    'chip: what arrived long ago is part of the share': [
      'held && lacking.has(file.hash)',
      'held || !lacking.has(file.hash)',
    ],
  }),
  ...in_('src/app/features/send/standing.ts', {
    'standing: nothing is said of a failure where nothing waits': [
      '  if (failure) return',
      '  if (failure && count > 0) return',
    ],
    'standing: any exchange is sending': ['sync.carried.length > 0)', "sync.exchange !== 'idle')"],
    'standing: a session that ended is no reason': [
      "if (blocked === 'signedOut' || server === 'out') return 'signedOut';\n  if (!online) return 'offline';\n  if (blocked) return blocked;\n",
      "if (server === 'out') return 'signedOut';\n  if (!online) return 'offline';\n",
    ],
  }),
  ...in_('src/app/features/send/outbox.ts', {
    'outbox: papers of an ended dossier have gone': [
      '!dossier.papersComplete && !isClosed(dossier.status) && isKnown(dossier);',
      '!dossier.papersComplete && isKnown(dossier);',
    ],
    'outbox: what is handed over has gone': [
      "const state = sent >= file.size ? 'gone'",
      "const state = sent >= file.size || going !== undefined ? 'gone'",
    ],
    'outbox: lost pages are forgotten': [
      "const away = lost.has(file.hash) ? 'lost' : 'elsewhere';",
      "const away = 'elsewhere';",
    ],
    'outbox: every command goes with every request': [
      'sync.carried.includes(command.seq);',
      'sync.unsent.some(({ seq }) => seq === command.seq);',
    ],
    'outbox: a refused command waits as well': ['    else items.push(item);', '    items.push(item);'],
    'outbox: a second submission goes by the name of the first': [
      'entry.refusal === null && !named.has(dossierOf(command));',
      'entry.refusal === null;',
    ],
    'outbox: papers are said to be there when nobody has asked': [
      'const isThere = isHeld(file.hash);',
      'const isThere = sources.missing === null || isHeld(file.hash) || item?.held === true;',
    ],
    'outbox: papers of a dossier that a restored server has not told of are asked for': [
      '!untold.has(id) || (untold.get(id) === false',
      'true || (untold.get(id) === false',
    ],
  }),
  ...in_('src/app/parts/draft/useEditor.ts', {
    'editor: what was just typed waits for its timer when the page is hidden': [
      "    document.addEventListener('visibilitychange', flushWhenHidden);\n",
      '',
    ],
    'editor: what was just typed waits for its timer when the page is put away': [
      "    window.addEventListener('pagehide', flush);\n",
      '',
    ],
  }),
  ...in_('src/app/state/lost-here.ts', {
    'lost here: a photo that does not open is waited for from another phone': [
      '(spoilt.size > 0 && filesOf(attachments).some(({ hash }) => spoilt.has(hash)))',
      'false',
    ],
  }),
  ...in_('src/app/features/home/mine.ts', {
    'mine: a refused submission waits': ["kind: refusal ? 'refused' : 'waiting'", "kind: 'waiting'"],
    'mine: a draft goes by the name of its dossier': ['id: `draft ${draft.id}`', 'id: draft.id'],
  }),
  ...in_('src/app/features/track/mine.ts', {
    'lists: what needs photos again is listed twice': [
      '!asks(dossier) && !hasEnded(dossier.status)',
      '!hasEnded(dossier.status)',
    ],
  }),
  ...in_('src/app/features/track/timeline.ts', {
    'timeline: papers that are under way have arrived': ['(sent.get(hash) ?? 0) >= size ||', 'sent.has(hash) ||'],
  }),
  ...in_('src/app/state/held-by-server.ts', {
    'held: a restored server has what it does not miss': [
      'missing === null || untold.some(({ dossier }) => dossier === id)',
      'missing === null',
    ],
  }),
  ...in_('tests/support/memory-disk.ts', {
    'rot: what does not open is read all the same': [
      'for (const { table, key } of found) putAside(tx, table, key, clock.now());',
      '',
    ],
  }),
  ...in_('tests/support/memory-aside.ts', {
    'rot: nobody hears of a photo': [
      '  tx.put({\n    aside: [lying, ...tx.rows.aside],',
      "  tx.put({\n    aside: table === 'files' ? tx.rows.aside : [lying, ...tx.rows.aside],",
    ],
    'rot: a command that never left is said to be sent': ["outcome.receipt === '' ? 'notSent' : 'sent'", "'sent'"],
    'rot: what does not open was never sent': ["outcome.receipt === '' ? 'notSent' : 'sent'", "'notSent'"],
    'rot: a dossier that does not open is not asked for': [
      "tx.rows.retellDossiers || table === 'dossiers'",
      'tx.rows.retellDossiers',
    ],
    'rot: the number of a command is left open': [
      "if (entry) tx.set('outbox', Number(key), voidEntry(entry.command.id, entry.command.seq, entry.command.madeAt));\n  else tx.drop(table, key);",
      'tx.drop(table, key);',
    ],
  }),
];
