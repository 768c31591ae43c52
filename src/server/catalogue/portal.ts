import * as z from 'zod/mini';

/**
 * A procedure in the API shape of the National Public Service Portal, as far as it is read here; whatever else it
 * holds is let through and dropped. Texts may be empty, and may be marked up.
 */

/** Longer than any text of the harvest of 2026-07-18 by far. */
const MAX_TEXT = 200_000;
const MAX_NAME = 3_000;

const Text = z.string().check(z.maxLength(MAX_TEXT));
const Name = z.string().check(z.maxLength(MAX_NAME));
const list = <S extends z.ZodMiniType>(item: S) => z.array(item).check(z.maxLength(2_000));

const Agency = z.object({ name: Name });
/** An office that was deleted at the source is null. */
const Agencies = list(z.nullable(Agency));

export const PortalCategory = z.object({
  id: Name,
  name: Name,
  /** The category above, where the source nests them. */
  parentId: z.optional(z.nullable(Name)),
});
export type PortalCategory = z.infer<typeof PortalCategory>;

export const PortalFee = z.object({
  type: z.enum(['FEE', 'SERVICE_FEE', 'PRICE_LEVEL']),
  value: z.nullable(z.number()),
  description: z.optional(z.nullable(Text)),
  currencyName: z.optional(z.nullable(Name)),
});
export type PortalFee = z.infer<typeof PortalFee>;

export const PORTAL_UNITS = ['WORKING_DAY', 'DAY', 'HOUR', 'MONTH', 'YEAR', 'OTHER'] as const;
const PortalUnit = z.enum(PORTAL_UNITS);

export const PortalMethod = z.object({
  submissionMethod: z.enum(['DIRECT', 'ONLINE', 'POSTAL']),
  /** A number, or with the unit OTHER now and then a sentence. */
  processingTime: z.union([z.number(), Text]),
  processingTimeUnit: PortalUnit,
  description: z.optional(z.nullable(Text)),
  fees: list(PortalFee),
});
export type PortalMethod = z.infer<typeof PortalMethod>;

const Quantity = z.int().check(z.minimum(0), z.maximum(1_000));

const PortalComponent = z.object({
  name: Text,
  originalQty: Quantity,
  copyQty: Quantity,
  required: z.boolean(),
  attachments: list(z.object({ fileName: Name })),
});

const PortalDetail = z.object({
  code: Name,
  name: Name,
  executionSteps: list(z.object({ name: Text, description: Text })),
  executionMethods: list(PortalMethod),
  executionCases: list(z.object({ name: Text, profileComponents: list(PortalComponent) })),
  cases: list(z.object({ name: Text, processingDay: z.object({ qty: z.number(), type: PortalUnit }) })),
  isInternal: z.boolean(),
  isWard: z.boolean(),
  isProvince: z.boolean(),
  isMinistry: z.boolean(),
  isFullProcess: z.boolean(),
  isOfflineOnly: z.boolean(),
  /** Events of life the source groups it under. */
  serviceGroupsDetails: z.optional(z.nullable(list(z.nullable(z.object({ name: Name }))))),
  keywords: Text,
  categoriesDetails: list(PortalCategory),
  departmentsExecuting: Agencies,
  departmentsAuthority: Agencies,
  departmentsCoordinating: Agencies,
  unitGroupsExecuting: Agencies,
  unitGroupsAuthority: Agencies,
  unitGroupsCoordinating: Agencies,
  legalBasisesDetails: list(z.object({ code: Name, name: Text })),
  resultsDetails: list(z.object({ name: Text })),
  subjectTypesDetails: list(z.object({ name: Name })),
  departmentPromulgateCode: Name,
  departmentPromulgateName: Name,
  executingAgencies: Text,
  coordinatingAgencies: Text,
  dossierReceivingAddresses: Text,
  requirementsAndConditions: Text,
  procedureProposal: z.object({
    proposalNumber: z.nullable(Name),
    /** Milliseconds since the epoch. */
    decisionDate: z.nullable(z.int()),
  }),
});
export type PortalDetail = z.infer<typeof PortalDetail>;

export const PortalProcedure = z.object({ code: Name, name: Name, detail: PortalDetail });
export type PortalProcedure = z.infer<typeof PortalProcedure>;
