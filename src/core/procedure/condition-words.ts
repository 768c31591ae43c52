import type { Condition, Field, Form } from '#core/form/form.ts';

/**
 * In which case a paper is asked for, in Vietnamese for whoever has not filled in the form: the answers it hangs on,
 * as the form puts them. `Chỉ khi khai “Chỗ ấy là: Nhà thuê”.`
 */
export function conditionWords(condition: Condition, form: Form | undefined): string {
  const fields = new Map((form?.pages ?? []).flatMap((page) => page.fields.map((field) => [field.id, field] as const)));
  return `Chỉ khi khai ${wordsOf(condition, fields)}.`;
}

type Fields = ReadonlyMap<string, Field>;

function wordsOf(condition: Condition, fields: Fields): string {
  if ('all' in condition) return joined(condition.all, ' và ', fields);
  if ('any' in condition) return joined(condition.any, ' hoặc ', fields);
  if ('not' in condition) return `khác ${inside(condition.not, fields)}`;
  const field = fields.get(condition.field);
  const answers = 'in' in condition ? condition.in : [condition.is];
  const label = field?.label.vi ?? condition.field;
  const said = [...new Set(answers.map((answer) => answerWords(answer, field)))].join(' hoặc ');
  return `“${label}${label.endsWith('?') ? '' : ':'} ${said}”`;
}

/** Two questions of two people may read alike. */
function joined(conditions: readonly Condition[], by: string, fields: Fields): string {
  return [...new Set(conditions.map((one) => inside(one, fields)))].join(by);
}

function inside(condition: Condition, fields: Fields): string {
  const words = wordsOf(condition, fields);
  return 'all' in condition || 'any' in condition ? `(${words})` : words;
}

function answerWords(answer: string | boolean, field: Field | undefined): string {
  if (typeof answer === 'boolean') return answer ? 'có' : 'không';
  const options = field && 'options' in field ? field.options : [];
  return options.find(({ value }) => value === answer)?.label.vi ?? answer;
}
