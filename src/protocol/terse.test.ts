import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SyncRequest, SyncResponse } from '#core/sync/messages.ts';
import { QUIET_ANSWER } from '#tests/support/quiet-answer.ts';
import { fillIn, leaveOut, TerseResponse } from './terse.ts';

const ids = ['0198f2f5-7c1a-7e55-9c60-111111111111', '0198f2f5-7c1a-7e55-9c60-222222222222'] as const;
const page = { hash: 'a'.repeat(64), size: 1, type: 'image/webp' as const };
const anyAnswers = fc.dictionary(fc.constantFrom('name', 'home', 'note'), fc.constantFrom('Mẩy', 'Dua', true));
const anyPapers = fc.constantFrom([], [{ document: 'idCard', files: [page] }]);
const anyDossier = fc.constantFrom(...ids);
const anyIntent = fc.oneof(
  fc.record({
    type: fc.constant('submit'),
    dossier: anyDossier,
    procedure: fc.constant('1.001193'),
    version: fc.constant(1),
    unit: fc.constant('03037'),
    answers: anyAnswers,
    attachments: anyPapers,
  }),
  fc.record({ type: fc.constant('supplement'), dossier: anyDossier, answers: anyAnswers, attachments: anyPapers }),
  fc.constantFrom(null, 'void', 7, {}, { type: 'withdraw', dossier: ids[0], reason: 'nhầm xã' }),
);
const anyWhat = fc.oneof(
  fc.record({
    type: fc.constant('submitted' as const),
    code: fc.constant('H38.16-261109-0042'),
    procedure: fc.constant('1.001193'),
    version: fc.constant(1),
    unit: fc.constant('03037'),
    applicant: fc.constant('LÝ THỊ MẨY'),
    answers: anyAnswers,
    attachments: anyPapers,
    claimedAt: fc.constant(1),
  }),
  fc.record({
    type: fc.constant('supplemented' as const),
    attachments: anyPapers,
    note: fc.constant('đã bổ sung'),
    claimedAt: fc.constant(1),
    promisedDay: fc.constant(null),
  }),
  fc.constantFrom({ type: 'papersComplete' } as const, { type: 'withdrawn', reason: 'nhầm xã' } as const),
);

const anyExchange = fc.record({ intents: fc.array(anyIntent), told: fc.array(fc.tuple(anyDossier, anyWhat)) });

function exchangeOf({ intents, told }: { intents: unknown[]; told: [string, unknown][] }) {
  const request = SyncRequest.parse({
    protocol: QUIET_ANSWER.protocol,
    account: 'may',
    device: ids[0],
    epoch: null,
    commands: intents.map((intent, at) => ({ id: ids[0], seq: at + 1, madeAt: 1, intent })),
    cursor: 0,
    drafts: [],
    draftCursor: 0,
  });
  const changes = told.map(([dossier, what], at) => ({
    n: at + 1,
    dossier,
    event: { n: 1, at: 1, by: { role: 'citizen', name: 'Mẩy' }, what },
  }));
  return { request, response: SyncResponse.parse({ ...QUIET_ANSWER, epoch: ids[1], changes }) };
}

test('TERSE-1 whatever is left out of an answer is put back by the phone that asked', () => {
  fc.assert(
    fc.property(anyExchange, (exchange) => {
      const { request, response } = exchangeOf(exchange);
      const sent = JSON.stringify(TerseResponse.parse(leaveOut(request, response)));
      expect(SyncResponse.parse(fillIn(request, JSON.parse(sent)))).toEqual(response);
    }),
  );
});

const SUBMIT = {
  type: 'submit',
  dossier: ids[0],
  answers: { name: 'Mẩy'.repeat(100) },
  attachments: [{ document: 'idCard', files: [page] }],
};
const SUBMITTED = {
  type: 'submitted',
  code: '',
  procedure: '1.001193',
  version: 1,
  unit: '03037',
  applicant: 'Mẩy',
  answers: SUBMIT.answers,
  attachments: SUBMIT.attachments,
  claimedAt: 1,
};

test('TERSE-2 a dossier does not come back to the phone that sends it', () => {
  const { request, response } = exchangeOf({ intents: [SUBMIT], told: [[ids[0], SUBMITTED]] });
  const text = JSON.stringify(leaveOut(request, response));
  expect(text).not.toContain('MẩyMẩy');
  expect(text).not.toContain(page.hash);
});

test('TERSE-3 what the server has changed, or what another phone has sent, is told', () => {
  const stored = { ...SUBMITTED, answers: { name: 'Mẩy' } };
  const changed = exchangeOf({ intents: [{ ...SUBMIT, attachments: [] }], told: [[ids[0], stored]] });
  expect(leaveOut(changed.request, changed.response)).toEqual(changed.response);
  const another = exchangeOf({ intents: [SUBMIT], told: [[ids[1], SUBMITTED]] });
  expect(leaveOut(another.request, another.response)).toEqual(another.response);
});

test.each([
  ['nothing', undefined],
  ['a page', '<html>'],
  ['an answer in full', { changes: [{ n: 1 }], more: false }],
])('TERSE-4 %s comes back as it is', (_, answer) => {
  const { request } = exchangeOf({ intents: [], told: [] });
  expect(fillIn(request, answer)).toEqual(answer);
});

test('TERSE-5 an answer that speaks of a command this phone did not send is no answer to it', () => {
  const { request, response } = exchangeOf({ intents: [SUBMIT], told: [[ids[0], SUBMITTED]] });
  const answer: unknown = JSON.parse(JSON.stringify(leaveOut(request, response)));
  const filled = fillIn({ ...request, commands: [] }, answer);
  expect(SyncResponse.safeParse(filled).success).toBe(false);
});
