import type { Field } from '#core/form/form.ts';
import { sameJson } from '#core/same-json.ts';
import type { DocumentRequirement, Procedure } from './procedure.ts';

/** One thing that is different in another version of a procedure, for whoever prepares a dossier by it. */
export type Change =
  | { readonly kind: 'fee' | 'deadline' }
  | { readonly kind: 'paperAdded' | 'paperGone'; readonly document: DocumentRequirement }
  | { readonly kind: 'paperChanged'; readonly before: DocumentRequirement; readonly document: DocumentRequirement }
  | { readonly kind: 'questionAdded' | 'questionGone'; readonly field: Field }
  | { readonly kind: 'questionChanged'; readonly before: Field; readonly field: Field };

/**
 * The visible difference between two versions: fee, deadline, papers, questions, in the order of the newer one and then
 * what is gone. What only decorates (icons, hints, which paper of the wallet it is, what is filled in beforehand, the page a question is on) is none.
 */
export function changesBetween(before: Procedure, after: Procedure): readonly Change[] {
  const changes: Change[] = [];
  for (const kind of ['fee', 'deadline'] as const) {
    const fact = (of: Procedure) => [of[kind], of.confidence[kind]];
    if (!sameJson(fact(before), fact(after))) changes.push({ kind });
  }
  return [...changes, ...paperChanges(before, after), ...questionChanges(before, after)];
}

function paperChanges(before: Procedure, after: Procedure): Change[] {
  const { added, gone, changed } = compared(before.documents, after.documents, (paper) => ({
    ...paper,
    icon: undefined,
    kind: undefined,
  }));
  return [
    ...added.map((document) => ({ kind: 'paperAdded', document }) as const),
    ...changed.map(([was, document]) => ({ kind: 'paperChanged', before: was, document }) as const),
    ...gone.map((document) => ({ kind: 'paperGone', document }) as const),
  ];
}

function questionChanges(before: Procedure, after: Procedure): Change[] {
  const { added, gone, changed } = compared(questionsOf(before), questionsOf(after), ({ asked, field }) => {
    return { asked, field: { ...field, hint: undefined, prefill: undefined } };
  });
  return [
    ...added.map(({ field }) => ({ kind: 'questionAdded', field }) as const),
    ...changed.map(([was, { field }]) => ({ kind: 'questionChanged', before: was.field, field }) as const),
    ...gone.map(({ field }) => ({ kind: 'questionGone', field }) as const),
  ];
}

/** Every question with the condition its page puts before it. */
function questionsOf({ form }: Procedure) {
  return (form?.pages ?? []).flatMap(({ showWhen, fields }) =>
    fields.map((field) => ({ id: field.id, asked: showWhen ?? null, field })),
  );
}

type Compared<T> = { added: readonly T[]; gone: readonly T[]; changed: readonly (readonly [before: T, after: T])[] };

function compared<T extends { readonly id: string }>(
  before: readonly T[],
  after: readonly T[],
  essence: (one: T) => unknown,
): Compared<T> {
  const [was, is] = [new Map(before.map((one) => [one.id, one])), new Map(after.map((one) => [one.id, one]))];
  return {
    added: after.filter(({ id }) => !was.has(id)),
    gone: before.filter(({ id }) => !is.has(id)),
    changed: after.flatMap((one) => {
      const earlier = was.get(one.id);
      return earlier && !sameJson(essence(earlier), essence(one)) ? [[earlier, one] as const] : [];
    }),
  };
}
