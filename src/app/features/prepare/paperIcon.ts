import type { DocumentRequirement } from '#core/procedure/procedure.ts';
import type { IconName } from '#ui/Icon.tsx';

const ICONS = {
  idCard: 'me',
  birth: 'child',
  rings: 'rings',
  paper: 'file',
  land: 'terrace',
  medical: 'heart',
  photo: 'image',
  bank: 'bank',
  house: 'house',
} as const satisfies Record<NonNullable<DocumentRequirement['icon']>, IconName>;

/** The line icon of a paper. */
export function paperIcon(icon: DocumentRequirement['icon']): IconName {
  return icon ? ICONS[icon] : 'file';
}
