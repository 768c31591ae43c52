import { dayOf } from '#core/calendar/day.ts';
import type {
  Audience,
  Channel,
  DocumentCase,
  ProcedureRecord,
  RecordDocument,
  RecordMethod,
  StructuredText,
} from '#core/procedure/record.ts';
import { exemptionsIn, feeOf } from './fees.ts';
import { levelsOf } from './level.ts';
import type { PortalDetail, PortalMethod, PortalProcedure } from './portal.ts';
import { line, structured } from './structured.ts';
import { sameTerm, termOf } from './terms.ts';

const CHANNEL: Readonly<Record<PortalMethod['submissionMethod'], Channel>> = {
  ONLINE: 'online',
  DIRECT: 'direct',
  POSTAL: 'postal',
};

/** The facts of a procedure of the portal. Its code has been checked; everything else it says may be wrong. */
export function recordOf({ name, detail }: PortalProcedure, code: string): ProcedureRecord {
  const executing = agenciesOf(detail);
  const levels = levelsOf(detail, executing);
  const methods = methodsOf(detail.executionMethods);
  const caseTerms = caseTermsOf(detail, methods);
  const deciding = names(detail.departmentsAuthority, detail.unitGroupsAuthority).filter(
    (one) => !executing.includes(one),
  );
  const coordinating = names(detail.departmentsCoordinating, detail.unitGroupsCoordinating);
  const receivedAt = line(detail.dossierReceivingAddresses);
  const keywords = line(detail.keywords);
  const fees = methods.flatMap((method) => method.fees);
  return {
    code,
    name: line(name),
    field: line(detail.categoriesDetails[0]?.name ?? ''),
    level: levels[0] ?? 'ministry',
    levels,
    agencies: {
      executing,
      ...(deciding.length === 0 ? {} : { deciding }),
      ...(coordinating.length === 0 ? {} : { coordinating }),
      ...(receivedAt === '' ? {} : { receivedAt }),
    },
    audience: audienceOf(detail),
    applicants: unique(detail.subjectTypesDetails.map((subject) => line(subject.name))),
    ...(detail.isInternal ? { internal: true } : {}),
    ...((detail.serviceGroupsDetails ?? []).some(Boolean) ? { inServiceGroup: true } : {}),
    // The portal's "keywords" are mostly the name again, which search has already.
    ...(keywords === '' || keywords === line(name) ? {} : { keywords: keywords.split(/\s*[,;]\s*/).filter(Boolean) }),
    methods,
    exemptions: exemptionsIn(
      detail.executionMethods.flatMap((method) => method.fees.map((fee) => fee.description ?? '')),
    ),
    ...(caseTerms.length === 0 ? {} : { caseTerms }),
    cases: detail.executionCases.map(caseOf).filter((one) => one.documents.length > 0 || one.remarks !== undefined),
    steps: detail.executionSteps.map(stepOf).filter(({ title, text }) => title !== undefined || text.length > 0),
    conditions: structured(detail.requirementsAndConditions),
    legalBases: detail.legalBasisesDetails.map((act) => {
      const [number, title] = [line(act.code), line(act.name)];
      return title === '' || title === number ? { number } : { number, name: title };
    }),
    results: unique(detail.resultsDetails.map((result) => line(result.name))),
    onlineLevel: onlineLevelOf(detail),
    confidence: {
      // What one row or one way does not say, it says of itself; this is about those that say something.
      fee: fees.some(({ amount }) => amount.kind !== 'unverified') ? 'medium' : 'low',
      // Methods and cases disagree in several records; which is right nobody can tell from here.
      term: caseTerms.length === 0 && methods.some(({ term }) => term.kind !== 'unverified') ? 'medium' : 'low',
    },
    source: sourceOf(detail),
  };
}

function agenciesOf(detail: PortalDetail): string[] {
  const named = names(detail.departmentsExecuting, detail.unitGroupsExecuting);
  const text = line(detail.executingAgencies);
  return named.length === 0 && text !== '' ? [text] : named;
}

function names(...lists: readonly (readonly ({ readonly name: string } | null)[])[]): string[] {
  return unique(lists.flat().map((agency) => line(agency?.name ?? '')));
}

function unique(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text !== '');
}

/** Ways that agree in everything become one with several channels: most procedures say all of it three times. */
function methodsOf(methods: readonly PortalMethod[]): RecordMethod[] {
  const merged = new Map<string, RecordMethod>();
  for (const method of methods) {
    const term = termOf(method.processingTime, method.processingTimeUnit, method.description ?? '');
    const note = noteOf(method, term.kind === 'asText' ? term.text : null);
    const fees = withoutTwins(method.fees.map(feeOf));
    const key = JSON.stringify([term, fees, note]);
    const known = merged.get(key);
    const channel = CHANNEL[method.submissionMethod];
    if (!known) merged.set(key, { channels: [channel], term, fees, ...(note.length === 0 ? {} : { note }) });
    else if (!known.channels.includes(channel)) known.channels.push(channel);
  }
  return [...merged.values()];
}

function noteOf(method: PortalMethod, asTerm: string | null): StructuredText {
  const text = method.description ?? '';
  return line(text) === asTerm ? [] : structured(text);
}

function withoutTwins<T>(items: readonly T[]): T[] {
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Terms of cases that no method says; one case that repeats them adds nothing. */
function caseTermsOf(detail: PortalDetail, methods: readonly RecordMethod[]) {
  const terms = detail.cases.map(({ name, processingDay }) => ({
    name: line(name),
    term: termOf(processingDay.qty, processingDay.type, ''),
  }));
  const apart = terms.filter(
    ({ term }) => term.kind !== 'unverified' && !methods.some((method) => sameTerm(method.term, term)),
  );
  return withoutTwins(apart);
}

function caseOf({ name, profileComponents }: PortalDetail['executionCases'][number]): DocumentCase {
  const papers = profileComponents.filter((one) => one.originalQty + one.copyQty > 0);
  const remarks = unique(
    profileComponents.filter((one) => one.originalQty + one.copyQty === 0).map((one) => line(one.name)),
  );
  return {
    name: line(name).replace(/^[*\-+.\s]+/, ''),
    documents: papers.map(documentOf),
    ...(remarks.length === 0 ? {} : { remarks }),
  };
}

function documentOf(one: PortalDetail['executionCases'][number]['profileComponents'][number]): RecordDocument {
  const blanks = unique(one.attachments.map(({ fileName }) => line(fileName)));
  return {
    name: line(one.name),
    originals: one.originalQty,
    copies: one.copyQty,
    required: one.required,
    ...(blanks.length === 0 ? {} : { blanks }),
  };
}

function stepOf({ name, description }: PortalDetail['executionSteps'][number]) {
  const title = line(name);
  const text = structured(description);
  return title === '' ? { text } : { title, text };
}

function audienceOf({ subjectTypesDetails }: PortalDetail): Audience {
  const subjects = subjectTypesDetails.map(({ name }) => name.normalize('NFC'));
  const persons = subjects.some((name) => /công dân|người|cán bộ|đảng viên|cá nhân/i.test(name));
  const bodies = subjects.some((name) => /tổ chức|doanh nghiệp|hợp tác xã|hộ kinh doanh/i.test(name));
  return persons && !bodies ? 'person' : bodies && !persons ? 'business' : 'both';
}

/** The flag isFullProcess is set for some that are; where it is not set, nobody can tell partial from full. */
function onlineLevelOf(detail: PortalDetail): ProcedureRecord['onlineLevel'] {
  if (detail.isFullProcess) return 'full';
  const channels = new Set(detail.executionMethods.map((method) => method.submissionMethod));
  return detail.isOfflineOnly || (channels.size > 0 && !channels.has('ONLINE')) ? 'inPerson' : 'unverified';
}

function sourceOf(detail: PortalDetail): ProcedureRecord['source'] {
  const { proposalNumber, decisionDate } = detail.procedureProposal;
  const decision = line(proposalNumber ?? '');
  const issuer = line(detail.departmentPromulgateName);
  const province = /^H\d{2}/.exec(detail.departmentPromulgateCode)?.[0];
  return {
    ...(decision === '' ? {} : { decision }),
    ...(decisionDate === null ? {} : { decidedOn: dayOf(decisionDate) }),
    ...(issuer === '' ? {} : { issuer }),
    ...(province === undefined ? {} : { province }),
  };
}
