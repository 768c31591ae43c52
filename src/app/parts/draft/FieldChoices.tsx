import { Card } from '#ui/Card.tsx';
import { ChoiceChips } from '#ui/ChoiceChips.tsx';

/** Which of two versions an answer is taken from. */
export type Side = 'mine' | 'theirs';

/** One thing in which two versions of a draft differ, with both answers in words. */
export type Difference = {
  /** A field's id, or `UNIT`. */
  readonly field: string;
  readonly label: string;
  readonly here: string;
  readonly there: string;
};

type FieldChoicesProps = {
  differences: readonly Difference[];
  /** Where each version is from and when it was saved. */
  hints: { readonly here: string; readonly there: string };
  chosen: ReadonlyMap<string, Side>;
  onChoose: (chosen: ReadonlyMap<string, Side>) => void;
};

/** Both answers to each question side by side; nothing is chosen until the person does. */
export function FieldChoices({ differences, hints, chosen, onChoose }: FieldChoicesProps) {
  return differences.map(({ field, label, here, there }) => (
    <Card key={field}>
      <ChoiceChips
        label={label}
        layout="rows"
        value={chosen.get(field) ?? null}
        onChange={(side) => onChoose(new Map(chosen).set(field, side === 'mine' ? 'mine' : 'theirs'))}
        options={[
          { value: 'mine', label: here, hint: hints.here },
          { value: 'theirs', label: there, hint: hints.there },
        ]}
      />
    </Card>
  ));
}

/** The fields taken from the other version. */
export function takenFromTheirs(chosen: ReadonlyMap<string, Side>): ReadonlySet<string> {
  return new Set([...chosen].flatMap(([field, side]) => (side === 'theirs' ? field : [])));
}
