import { describe, expect, test } from 'vitest';
import { Guide, Rule } from './guide.ts';
import { walk } from './walk.ts';

const TODAY = '2026-11-25';
const say = (words: string) => ({ vi: words, en: words });
const choice = (value: string, more = {}) => ({ value, label: say(value), ...more });

const rules = [
  Rule.parse({
    id: 'inTime',
    kind: 'case',
    says: say('Trong 60 ngày'),
    holds: { days: 'born', atMost: 60 },
    sources: [{ act: '60/2014/QH13', article: 'Điều 15' }],
    validFrom: '2016-01-01',
    validTo: '2027-02-28',
    confidence: 'high',
  }),
];
const guide = Guide.parse({
  event: 'birth',
  title: say('Có bé'),
  questions: [
    { id: 'who', question: say('Cho ai?'), options: [choice('baby'), choice('adult')] },
    {
      id: 'born',
      question: say('Sinh khi nào?'),
      showWhen: { field: 'who', is: 'baby' },
      forRules: ['inTime'],
      options: [
        choice('early', { span: { days: { atMost: 60 } } }),
        choice('late', { span: { days: { moreThan: 60 } } }),
      ],
    },
  ],
  outcomes: [
    {
      id: 'baby',
      kind: 'do',
      when: { field: 'who', is: 'baby' },
      title: say('Khai sinh'),
      steps: [
        { procedure: '1.001193', why: say('trước hết') },
        { visit: say('Trung tâm'), why: say('nộp lệ phí'), when: { field: 'inTime', is: false } },
      ],
      instead: { procedure: '3.000722', why: say('gộp'), when: { field: 'inTime', is: true } },
      notes: [{ text: say('trễ'), when: { field: 'inTime', is: false } }],
      basis: [{ rule: 'inTime' }],
    },
    { id: 'adult', kind: 'wait', title: say('Hỏi'), steps: [], basis: [{ rule: 'inTime' }] },
  ],
});

describe('a way through a guide', () => {
  test('asks one question after another, then advises', () => {
    expect(walk(guide, rules, {}, TODAY)).toMatchObject({ asked: [], next: { id: 'who' }, advice: null });
    expect(walk(guide, rules, { who: 'baby' }, TODAY)).toMatchObject({ next: { id: 'born' } });
    const { asked, advice } = walk(guide, rules, { who: 'baby', born: 'early' }, TODAY);
    expect(asked.map(({ question, option }) => [question.id, option.value])).toEqual([
      ['who', 'baby'],
      ['born', 'early'],
    ]);
    expect(advice).toMatchObject({
      outcome: { id: 'baby' },
      steps: [{ procedure: '1.001193' }],
      instead: { procedure: '3.000722' },
      notes: [],
      basis: [{ verdict: true }],
    });
  });

  test('takes of an outcome what applies', () => {
    const { advice } = walk(guide, rules, { who: 'baby', born: 'late' }, TODAY);
    expect(advice).toMatchObject({ steps: [{}, { visit: {} }], instead: null, notes: [{ vi: 'trễ' }] });
    expect(advice?.basis).toMatchObject([{ verdict: false }]);
  });

  test('answers to what is not asked, and values that nobody offered, count for nothing', () => {
    const { asked, advice } = walk(guide, rules, { who: 'adult', born: 'late' }, TODAY);
    expect(asked).toHaveLength(1);
    expect(advice).toMatchObject({ outcome: { id: 'adult' }, basis: [] });
    for (const who of ['', 'BABY', 'constructor', '__proto__']) {
      expect(walk(guide, rules, { who, toString: 'x' }, TODAY).next?.id).toBe('who');
    }
  });

  test('what was asked for a rule alone is not asked after its last day', () => {
    expect(walk(guide, rules, { who: 'baby' }, '2027-02-28').next?.id).toBe('born');
    const after = walk(guide, rules, { who: 'baby', born: 'late' }, '2027-03-01');
    expect(after).toMatchObject({ asked: [{}], next: null, advice: { outcome: { id: 'baby' }, basis: [] } });
    expect(after.advice?.notes).toEqual([]);
  });
});
