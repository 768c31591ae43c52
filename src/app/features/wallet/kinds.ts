import type { PaperKind } from '#core/wallet/kind.ts';
import type { IconName } from '#ui/Icon.tsx';

/** The line icon of each kind of paper. */
export const KIND_ICONS = {
  identityCard: 'me',
  birthCertificate: 'child',
  childBirthCertificate: 'child',
  marriageCertificate: 'rings',
  divorceDecision: 'file',
  spouseDeathExtract: 'flower',
  landCertificate: 'terrace',
  healthInsuranceCard: 'heart',
  poorHousehold: 'house',
  residenceConfirmation: 'pin',
  disabilityCertificate: 'people',
} as const satisfies Record<PaperKind, IconName>;
