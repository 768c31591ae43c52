import { CheckRow } from '#ui/CheckRow.tsx';
import type { FieldKind } from './kind.ts';

export const declaration: FieldKind<'declaration'> = {
  Input: ({ id, label, error, need, value, onChange }) => (
    <CheckRow {...{ id, error, need, onChange }} checked={value === true}>
      {label}
    </CheckRow>
  ),
};
