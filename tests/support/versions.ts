import type { Answers } from '#core/form/form.ts';
import { Procedure } from '#core/procedure/procedure.ts';
import { EVERYTHING } from './fixtures.ts';

const both = (text: string) => ({ vi: text, en: text });
const [person, buffalo, ...rest] = EVERYTHING.form?.pages ?? [];

/** The day from which EVERYTHING_2 counts. */
export const CHANGE_DAY = '2026-11-24';

/** The second version of EVERYTHING: dearer, slower, with a paper and a question more, and one of each put otherwise or gone. */
export const EVERYTHING_2 = Procedure.parse({
  ...EVERYTHING,
  version: 2,
  validFrom: CHANGE_DAY,
  fee: { kind: 'fixed', amount: 9000, per: { field: 'count', unit: both('con') } },
  deadline: { kind: 'workingDays', days: 5 },
  documents: [
    ...EVERYTHING.documents.filter(({ id }) => id !== 'picture'),
    { ...EVERYTHING.documents.find(({ id }) => id === 'picture'), maxPages: 6 },
    { id: 'stable', name: both('Ảnh chuồng'), how: 'photo', required: true, maxPages: 2 },
  ],
  form: {
    pages: [
      person,
      {
        ...buffalo,
        fields: [
          ...(buffalo?.fields ?? []).filter(({ id }) => id !== 'nickname'),
          {
            id: 'breed',
            type: 'choice',
            label: both('Giống'),
            options: [
              { value: 'swamp', label: both('Trâu đầm lầy') },
              { value: 'river', label: both('Trâu sông') },
            ],
          },
        ],
      },
      ...rest,
    ],
  },
});

/** What EVERYTHING_2 asks beyond EVERYTHING. */
export const ANSWERS_OF_2: Answers = { breed: 'swamp' };
