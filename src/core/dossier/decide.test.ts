import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Procedure } from '#core/procedure/procedure.ts';
import { standingOf, type Versions } from '#core/procedure/versions.ts';
import type { CitizenIntent } from './command.ts';
import {
  decideCitizen,
  decideOfficer,
  decidePapersComplete,
  decidePayment,
  fixedFee,
  missingPapers,
  overfullPapers,
  type Ground,
} from './decide.ts';
import type { Dossier, FileRef, Happening, Role } from './dossier.ts';
import { fold } from './fold.ts';

const ID = '0198f2f5-7c1a-7e55-9c60-111111111111';
const NOON = Date.parse('2026-11-09T05:00:00Z');

const copy = Procedure.parse({
  ...JSON.parse(readFileSync('src/content/procedures/2.000635.json', 'utf8')),
  form: {
    pages: [
      {
        id: 'applicant',
        question: { vi: 'Bà con là ai?', en: 'Who are you?' },
        fields: [
          { id: 'applicantName', type: 'personName', label: { vi: 'Họ tên', en: 'Name' }, prefill: 'person.name' },
          { id: 'copies', type: 'number', label: { vi: 'Số bản', en: 'Copies' }, min: 1, max: 20 },
        ],
      },
    ],
  },
  documents: [
    { id: 'idCard', name: { vi: 'Căn cước', en: 'Identity card' }, how: 'photo', required: true, maxPages: 2 },
    { id: 'old', name: { vi: 'Bản cũ', en: 'Old copy' }, how: 'photo', required: false },
  ],
});

const ground: Ground = {
  now: NOON,
  calendar: { holidays: new Set(['2026-11-24']), workingSaturdays: new Set() },
  ...standingOf([copy], copy.version),
  unit: { mountain: true },
  units: new Set(['03004']),
};

const page = (letter: string): FileRef => ({ hash: letter.repeat(64), size: 1000, type: 'image/webp' });
const submit: Extract<CitizenIntent, { type: 'submit' }> = {
  type: 'submit',
  dossier: ID,
  procedure: copy.code,
  version: copy.version,
  unit: '03004',
  answers: { applicantName: 'LÝ THỊ MẨY', copies: 2 },
  attachments: [{ document: 'idCard', files: [page('a')] }],
};

/** A dossier some steps into its life. */
function dossier(...steps: [Role, Happening[]][]): Dossier {
  const happened: [Role, Happening][] = steps.flatMap(([role, all]) =>
    all.map((what): [Role, Happening] => [role, what]),
  );
  const events = happened.map(([role, what], index) => ({
    n: index + 1,
    at: NOON + index * 60_000,
    by: { role, name: '' },
    what: what.type === 'submitted' ? { ...what, code: 'H38.16-261109-0042' } : what,
  }));
  return fold(ID, events)!;
}

function accepted(decision: ReturnType<typeof decideCitizen>): Happening[] {
  if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
  return [...decision.happened];
}

const submitted: [Role, Happening[]] = ['citizen', accepted(decideCitizen(null, submit, NOON, ground))];
const complete: [Role, Happening[]] = ['system', [{ type: 'papersComplete' }]];
const received: [Role, Happening[]] = ['officer', [{ type: 'received', promisedDay: '2026-11-09' }]];
const refusalOf = (decision: ReturnType<typeof decideCitizen>) => (decision.ok ? null : decision.refusal);

describe('submitting', () => {
  test('DECIDE-1 freezes answers and papers under the name of the applicant', () => {
    expect(submitted[1]).toMatchObject([
      { type: 'submitted', applicant: 'LÝ THỊ MẨY', claimedAt: NOON, attachments: submit.attachments },
    ]);
  });

  test.each([
    [
      'an answer out of bounds',
      { answers: { ...submit.answers, copies: 21 } },
      { code: 'answersInvalid', fields: ['copies'] },
    ],
    [
      'an answer nobody asked for',
      { answers: { ...submit.answers, sneaked: 'x' } },
      { code: 'answersInvalid', fields: ['sneaked'] },
    ],
    [
      'a null character',
      { answers: { applicantName: 'LÝ\u0000', copies: 1 } },
      { code: 'answersInvalid', fields: ['applicantName'] },
    ],
    [
      'half a character',
      { answers: { applicantName: 'LÝ\ud800', copies: 1 } },
      { code: 'answersInvalid', fields: ['applicantName'] },
    ],
    ['a missing answer', { answers: { copies: 1 } }, { code: 'answersInvalid', fields: ['applicantName'] }],
    ['a missing paper', { attachments: [] }, { code: 'papersMissing', documents: ['idCard'] }],
    [
      'a paper nobody asked for',
      { attachments: [...submit.attachments, { document: 'virus', files: [page('b')] }] },
      { code: 'unknownPaper', documents: ['virus'] },
    ],
    [
      'too many pages',
      { attachments: [{ document: 'idCard', files: [page('a'), page('b'), page('c')] }] },
      { code: 'unknownPaper', documents: ['idCard'] },
    ],
  ])('DECIDE-2 refuses %s', (_, change, refusal) => {
    expect(refusalOf(decideCitizen(null, { ...submit, ...change }, NOON, ground))).toEqual(refusal);
  });

  test('DECIDE-3 refuses unknown and closed procedures, unknown units, and a second submission', () => {
    expect(refusalOf(decideCitizen(null, submit, NOON, { ...ground, ...standingOf(undefined, 1) }))).toEqual({
      code: 'unknownProcedure',
    });
    const closed = { ...ground, ...standingOf([{ ...copy, validTo: '2026-11-08' }], copy.version) };
    expect(refusalOf(decideCitizen(null, submit, NOON, closed))).toEqual({
      code: 'procedureClosed',
      since: '2026-11-08',
    });
    expect(refusalOf(decideCitizen(null, submit, NOON, { ...ground, unit: null }))).toEqual({ code: 'unknownUnit' });
    expect(refusalOf(decideCitizen(dossier(submitted), submit, NOON, ground))).toEqual({ code: 'dossierExists' });
  });

  describe('of another version', () => {
    const next: Procedure = { ...copy, version: copy.version + 1, validFrom: '2026-11-10', fee: { kind: 'free' } };
    const on = (day: string, version: number, all: Versions = [copy, next]): Ground => {
      return { ...ground, now: Date.parse(`${day}T05:00:00Z`), ...standingOf(all, version, 3) };
    };
    const decided = (at: Ground, version = copy.version) => decideCitizen(null, { ...submit, version }, NOON, at);

    test('DECIDE-14 a superseded version is taken through the last day of its grace, and says which one it was', () => {
      const [submission] = accepted(decided(on('2026-11-13', copy.version)));
      expect(submission).toMatchObject({ type: 'submitted', version: copy.version });
      expect(refusalOf(decided(on('2026-11-14', copy.version)))).toEqual({
        code: 'versionClosed',
        version: next.version,
        since: '2026-11-10',
      });
    });

    test('DECIDE-15 a version the server has no data of cannot be checked, and is closed or too new', () => {
      expect(refusalOf(decided(on('2026-11-11', copy.version, [next])))).toMatchObject({ code: 'versionClosed' });
      expect(refusalOf(decided(on('2026-11-11', next.version, [copy]), next.version))).toEqual({
        code: 'versionUnknown',
        newest: copy.version,
      });
    });

    test('DECIDE-16 a procedure that is done no more is closed for every version', () => {
      const ended: Versions = [copy, { ...next, validTo: '2026-11-11' }];
      for (const version of [copy.version, next.version]) {
        expect(refusalOf(decided(on('2026-11-12', version, ended), version))).toEqual({
          code: 'procedureClosed',
          since: '2026-11-11',
        });
      }
    });

    test('DECIDE-17 a dossier rests on its own version as long as it lives', () => {
      const state = dossier(submitted, complete, received);
      const wrong = decideOfficer(
        state,
        { type: 'requestFee', amount: 1, reason: '' },
        null,
        on('2027-06-01', copy.version),
      );
      expect(refusalOf(wrong)).toEqual({ code: 'feeFixed', amount: fixedFee(state, copy) });
    });
  });

  test('DECIDE-4 the phone lists the same missing papers before it sends', () => {
    expect(missingPapers(copy, submit.answers, [])).toEqual(['idCard']);
    expect(missingPapers(copy, submit.answers, submit.attachments)).toEqual([]);
  });

  test('DECIDE-18 the phone finds the same papers with too many pages before it sends', () => {
    const papers = (...counts: [string, number][]) =>
      counts.map(([document, count]) => ({ document, files: Array.from({ length: count }, () => page('a')) }));
    expect(overfullPapers(copy, papers(['idCard', 2], ['old', 12], ['other', 12]))).toEqual([]);
    expect(overfullPapers(copy, papers(['idCard', 3], ['old', 13], ['other', 13]))).toEqual([
      { document: 'idCard', count: 3, max: 2 },
      { document: 'old', count: 13, max: 12 },
      { document: 'other', count: 13, max: 12 },
    ]);
  });
});

describe('the office', () => {
  test('DECIDE-5 receives only when every paper has arrived, and promises the day the law gives', () => {
    expect(refusalOf(decideOfficer(dossier(submitted), { type: 'receive' }, null, ground))).toEqual({
      code: 'papersNotArrived',
    });
    const decision = decideOfficer(dossier(submitted, complete), { type: 'receive' }, null, ground);
    expect(accepted(decision)).toEqual([{ type: 'received', promisedDay: '2026-11-09' }]);
    const late = { ...ground, now: Date.parse('2026-11-23T08:30:00Z') };
    const nextWorkingDay = decideOfficer(dossier(submitted, complete), { type: 'receive' }, null, late);
    expect(accepted(nextWorkingDay)).toEqual([{ type: 'received', promisedDay: '2026-11-25' }]);
  });

  test('DECIDE-6 asks for what the procedure fixes and for nothing else', () => {
    const state = dossier(submitted, complete, received);
    const wrong = decideOfficer(state, { type: 'requestFee', amount: 20_000, reason: '2 bản' }, null, ground);
    expect(refusalOf(wrong)).toEqual({ code: 'feeFixed', amount: 16_000 });
  });

  test('DECIDE-7 refuses what the table does not allow, naming the status', () => {
    const decision = decideOfficer(dossier(submitted, complete), { type: 'startProcessing' }, null, ground);
    expect(refusalOf(decision)).toEqual({ code: 'notAllowedNow', status: 'registered' });
  });

  test('DECIDE-8 completes papers once', () => {
    expect(accepted(decidePapersComplete(dossier(submitted)))).toEqual([{ type: 'papersComplete' }]);
    expect(accepted(decidePapersComplete(dossier(submitted, complete)))).toEqual([]);
  });

  test.each<[string, [Role, Happening[]]]>([
    ['withdrawn', ['citizen', [{ type: 'withdrawn', reason: '' }]]],
    ['notAccepted', ['officer', [{ type: 'notAccepted', reason: 'x' }]]],
    ['stopped', ['officer', [{ type: 'stopped', reason: 'x' }]]],
    ['finished', ['officer', [{ type: 'finished', note: '', results: [] }]]],
  ])('DECIDE-8 papers that arrive once it is %s are confirmed all the same', (status, end) => {
    const before: [Role, Happening[]][] = status === 'stopped' || status === 'finished' ? [received] : [];
    const processing: [Role, Happening[]][] =
      status === 'finished' ? [['officer', [{ type: 'processingStarted' }]]] : [];
    const late = dossier(submitted, ...before, ...processing, end);
    expect(late).toMatchObject({ status, papersComplete: false });
    expect(accepted(decidePapersComplete(late))).toEqual([{ type: 'papersComplete' }]);
  });
});

describe('supplement, withdrawal and money', () => {
  const asked: [Role, Happening[]] = [
    'officer',
    [{ type: 'supplementRequested', items: [{ what: 'Trang 2' }], reason: 'mờ', dueDay: '2026-11-20' }],
  ];
  const fee = {
    id: ID,
    amount: 16_000,
    reason: 'x',
    reference: 'H3816261109',
    payee: { bin: '970415', account: '113800004512', name: 'KB', bank: 'V' },
    expiresAt: NOON,
    signed: 's',
  };
  const feeAsked: [Role, Happening[]] = ['officer', [{ type: 'feeRequested', fee }]];
  const payment = { fee: fee.id, amount: 16_000, receiptNo: 'BL-1', paidAt: NOON };

  test('DECIDE-9 a supplement adds, and the days of the pause are given back', () => {
    const state = dossier(submitted, complete, received, asked);
    const empty: CitizenIntent = { type: 'supplement', dossier: ID, note: ' ', attachments: [] };
    expect(refusalOf(decideCitizen(state, empty, NOON, ground))).toEqual({ code: 'nothingAdded' });
    const later = { ...ground, now: Date.parse('2026-11-11T02:00:00Z') };
    const given = decideCitizen(
      state,
      { ...empty, attachments: [{ document: 'idCard', files: [page('d')] }] },
      NOON,
      later,
    );
    expect(accepted(given)).toMatchObject([{ type: 'supplemented', promisedDay: '2026-11-11' }]);
  });

  test('DECIDE-10 nobody withdraws what they cannot see, nor what is finished', () => {
    expect(refusalOf(decideCitizen(null, { type: 'withdraw', dossier: ID, reason: '' }, NOON, ground))).toEqual({
      code: 'unknownDossier',
    });
    const gone = dossier(submitted, ['citizen', [{ type: 'withdrawn', reason: '' }]]);
    expect(refusalOf(decideCitizen(gone, { type: 'withdraw', dossier: ID, reason: '' }, NOON, ground))).toEqual({
      code: 'notAllowedNow',
      status: 'withdrawn',
    });
  });

  test('DECIDE-11 money awaited is recorded; money after withdrawal is recorded and a refund opened', () => {
    const waiting = dossier(submitted, complete, received, feeAsked);
    expect(accepted(decidePayment(waiting, payment, ground)).map((what) => what.type)).toEqual(['paymentRecorded']);
    const withdrawn = dossier(submitted, complete, received, feeAsked, [
      'citizen',
      [{ type: 'withdrawn', reason: '' }],
    ]);
    expect(accepted(decidePayment(withdrawn, payment, ground)).map((what) => what.type)).toEqual([
      'paymentRecorded',
      'refundOpened',
    ]);
  });
});

describe('papers photographed again', () => {
  const two: Happening[] = accepted(
    decideCitizen(
      null,
      {
        ...submit,
        attachments: [
          { document: 'idCard', files: [page('a'), page('b')] },
          { document: 'old', files: [page('c')] },
        ],
      },
      NOON,
      ground,
    ),
  );
  const waiting = dossier(['citizen', two]);
  const hash = (letter: string) => page(letter).hash;
  const again = (lost: string, papers: Record<string, string>): Extract<CitizenIntent, { type: 'replacePapers' }> => ({
    type: 'replacePapers',
    dossier: ID,
    lost: [...lost].map(hash),
    attachments: Object.entries(papers).map(([document, letters]) => ({ document, files: [...letters].map(page) })),
  });
  const decide = (state: Dossier, intent: CitizenIntent, missing: string) =>
    decideCitizen(state, intent, NOON, ground, new Set([...missing].map(hash)));

  test('DECIDE-12 what is lost goes, the new pages come, and the papers are awaited anew', () => {
    const happened = accepted(decide(waiting, again('b', { idCard: 'd' }), 'bc'));
    expect(happened).toMatchObject([{ type: 'papersReplaced', lost: [hash('b')], claimedAt: NOON }]);
    expect(dossier(['citizen', two], ['citizen', happened])).toMatchObject({
      status: 'registered',
      papersComplete: false,
      attachments: [
        { document: 'idCard', files: [page('a')] },
        { document: 'old', files: [page('c')] },
        { document: 'idCard', files: [page('d')] },
      ],
    });
  });

  test('DECIDE-13 a page that came meanwhile stays, and one the dossier has no more is passed over', () => {
    expect(accepted(decide(waiting, again('abz', { idCard: 'd' }), 'b'))).toMatchObject([{ lost: [hash('b')] }]);
  });

  test('DECIDE-13a a page stays awaited while a paper it belongs to gets no other', () => {
    expect(accepted(decide(waiting, again('ac', { idCard: 'd' }), 'ac'))).toMatchObject([{ lost: [hash('a')] }]);
    expect(accepted(decide(waiting, again('bc', { old: 'd' }), 'bc'))).toMatchObject([{ lost: [hash('c')] }]);
    const twice = { ...waiting, attachments: [...waiting.attachments, { document: 'old', files: [page('b')] }] };
    expect(accepted(decide(twice, again('ab', { idCard: 'd' }), 'ab'))).toMatchObject([{ lost: [hash('a')] }]);
  });

  test('DECIDE-14 the very same page, photographed on another phone, is expected from there', () => {
    const happened = accepted(decide(waiting, again('b', { idCard: 'b' }), 'b'));
    const after = dossier(['citizen', two], ['citizen', happened]);
    expect(after.attachments.flatMap(({ files }) => files)).toEqual([page('a'), page('c'), page('b')]);
  });

  test.each<[string, string, Record<string, string>, string, unknown]>([
    ['when all has arrived', 'ab', { idCard: 'd' }, '', { code: 'nothingLost' }],
    ['when another phone was faster', 'z', { idCard: 'd' }, 'a', { code: 'nothingLost' }],
    ['without a new page', 'a', {}, 'a', { code: 'nothingAdded' }],
    ['when its paper gets no other', 'a', { old: 'd' }, 'a', { code: 'nothingLost' }],
    [
      'for a paper that was never there',
      'a',
      { idCard: 'd', other: 'e' },
      'a',
      { code: 'unknownPaper', documents: ['other'] },
    ],
    ['with too many pages', 'a', { idCard: 'def' }, 'a', { code: 'unknownPaper', documents: ['idCard'] }],
  ])('DECIDE-15 refused %s', (_, lost, papers, missing, refusal) => {
    expect(refusalOf(decide(waiting, again(lost, papers), missing))).toEqual(refusal);
  });

  test('DECIDE-16 refused once the papers are complete, and once the dossier is closed', () => {
    expect(refusalOf(decide(dossier(['citizen', two], complete), again('a', { idCard: 'd' }), 'a'))).toEqual({
      code: 'nothingLost',
    });
    const gone = dossier(['citizen', two], ['citizen', [{ type: 'withdrawn', reason: '' }]]);
    expect(refusalOf(decide(gone, again('a', { idCard: 'd' }), 'a'))).toEqual({
      code: 'notAllowedNow',
      status: 'withdrawn',
    });
  });

  test('DECIDE-17 whatever is called lost and photographed, no paper is shorter and no page that arrived goes', () => {
    const letters = [...'abcdef'];
    const papers = fc.dictionary(
      fc.constantFrom('idCard', 'old', 'other'),
      fc.uniqueArray(fc.constantFrom(...letters), { minLength: 1, maxLength: 4 }).map((some) => some.join('')),
    );
    const some = fc.subarray(letters).map((chosen) => chosen.join(''));
    fc.assert(
      fc.property(some, papers, some, (lost, photographed, missing) => {
        const intent = again(lost, photographed);
        const decision = decide(waiting, intent, missing);
        if (!decision.ok) return;
        const after = dossier(['citizen', two], ['citizen', [...decision.happened]]);
        const pages = (state: Dossier, document: string) =>
          state.attachments.filter((paper) => paper.document === document).flatMap(({ files }) => files);
        for (const document of ['idCard', 'old']) {
          const [was, is] = [pages(waiting, document), pages(after, document).map((file) => file.hash)];
          expect(is.length).toBeGreaterThan(0);
          for (const { hash: name } of was) {
            const isLost = missing.includes(name[0] ?? '') && lost.includes(name[0] ?? '');
            if (!isLost || photographed[document] === undefined) expect(is).toContain(name);
          }
          for (const letter of photographed[document] ?? '') expect(is).toContain(hash(letter));
        }
        expect(pages(after, 'other')).toEqual([]);
        expect(after).toMatchObject({ status: waiting.status, papersComplete: false, pausedSince: null });
      }),
    );
  });
});
