import * as z from 'zod/mini';

/**
 * Papers of the person, or of the household, that one procedure after another asks for: a closed list, so that a paper
 * kept once is known again wherever it is asked for. A paper of somebody else (the other spouse, a guest) is none of
 * these, nor is what is made for one dossier alone.
 */
export const PaperKind = z.enum([
  'identityCard',
  'birthCertificate',
  'childBirthCertificate',
  'marriageCertificate',
  'divorceDecision',
  'spouseDeathExtract',
  'landCertificate',
  'healthInsuranceCard',
  'poorHousehold',
  'residenceConfirmation',
  'disabilityCertificate',
]);
export type PaperKind = z.infer<typeof PaperKind>;

/** In the order in which they are offered. */
export const PAPER_KINDS: readonly PaperKind[] = PaperKind.options;
