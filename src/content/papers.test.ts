import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { Procedure } from '#core/procedure/procedure.ts';

/**
 * Papers whose picture is sent and that nobody keeps for the next time: made for this one matter, somebody else's, or one
 * of several that would do. Whoever adds a paper to a procedure decides which it is.
 */
const ONCE: Readonly<Record<string, string>> = {
  '1.000094': 'singleStatus foreignIdentity foreignResidence',
  '1.000656': 'deathNotice deathEvidence authorisation',
  '1.000689': 'birthNotice kinshipProof',
  '1.000894': 'partnerIdCard',
  '1.001022': 'kinshipProof',
  '1.001193': 'birthNotice recognitionEvidence authorisation',
  '1.001612': 'familyAuthorisation authorisation idCard',
  '1.001622': 'disability orphan merit',
  '1.001653': 'correctPaper guardianPaper',
  '1.001699': 'medicalPapers medicalBoard',
  '1.001731': 'deathPaper stopDecision',
  '1.001776': 'pregnancyProof hivProof',
  '1.001939': 'higherBenefitProof donorDischarge deathCertificate',
  '1.002759': 'higherBenefitProof oldBooks workPapers',
  '1.003677': 'supervisorConsent',
  '1.004194': 'rentPaper homeProof unitLetter consentPaper minorConsent feeExemptionProof',
  '1.004222': 'kinshipProof rentContract areaProof specialHomeProof consentPaper minorConsent feeExemptionProof',
  '1.004837': 'appointment kinship authorisation',
  '1.004859': 'basis authorisation',
  '1.004873': 'oldCertificate authorisation',
  '1.004884': 'otherPapers workplaceLetter authorisation',
  '1.010038': 'consent divorcePaper exemption',
  '1.010803': 'authorisation',
  '1.010833': 'meritPaper idCard',
  '1.011471': 'plan basis',
  '1.012222': 'villageMinutes jointMinutes',
  '1.014336': 'entitlement',
  '1.115661': 'measurement',
  '1.115662': 'drawing decision',
  '1.115668': 'transferPaper drawing survey sharedCertificate mortgageConsent representation',
  '1.115679': 'allocation riceOrForest project',
  '1.115689': 'oldPapers inheritance householdMembers survey payments sharedCertificate penalty representation',
  '2.000635': 'oldPaper authorisation',
  '2.000720': 'familyAuthorisation deathOrCourt groupMinutes authorisation idCard',
  '2.000815': 'originalPhoto legalisation',
  '2.000908': 'relationship',
  '2.001159': 'guestList',
  '2.002913': 'deathNotice',
  '3.000333': 'authorisation feeProof',
  '3.000347': 'healthCertificate revocation passport',
  '3.000348': 'healthCertificate revocation passport',
  '3.000722': 'birthNotice',
};

const FOLDER = new URL('procedures/', import.meta.url);
const procedures = readdirSync(FOLDER)
  .filter((name) => name.endsWith('.json'))
  .map((name) => Procedure.parse(JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'))));

test('every paper that is photographed is a kind the wallet keeps, or is named as one for once', () => {
  const once = procedures.flatMap(({ code, documents }) =>
    documents.filter(({ how, kind }) => how === 'photo' && kind === undefined).map(({ id }) => `${code} ${id}`),
  );
  const named = Object.entries(ONCE).flatMap(([code, ids]) => ids.split(' ').map((id) => `${code} ${id}`));
  expect(once.toSorted()).toEqual(named.toSorted());
});

test('what has to be shown is no kind: a picture of it does not do', () => {
  const shown = procedures.flatMap(({ documents }) => documents).filter(({ how }) => how === 'show');
  expect(shown.filter(({ kind }) => kind !== undefined)).toEqual([]);
});

test('no procedure asks for one kind twice, so that a page is never offered for two papers', () => {
  for (const { code, documents } of procedures) {
    const kinds = documents.flatMap(({ kind }) => kind ?? []);
    expect(kinds, code).toEqual([...new Set(kinds)]);
  }
});
