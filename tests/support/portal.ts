import { existsSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

/** The harvest of the National Portal, kept beside the project and not in it. */
const SHARED = path.resolve(process.env['BANSO_SHARED'] ?? '../shared');
export const HARVEST = path.join(SHARED, 'domain/portal-procedures.jsonl.gz');
export const hasHarvest = existsSync(HARVEST);

type Json = Record<string, unknown>;

/** A made-up procedure in the portal's shape: everything is there, and everything can be replaced. */
export function portalProcedure(code: string, detail: Json = {}, name = `Thủ tục ${code}`): Json {
  return {
    id: `id-${code}`,
    code,
    name,
    detail: {
      code,
      name,
      executionSteps: [{ name: '', description: 'Bước 1: Nộp hồ sơ\nBước 2: Nhận kết quả' }],
      executionMethods: ['DIRECT', 'ONLINE', 'POSTAL'].map((submissionMethod) => ({
        submissionMethod,
        processingTime: 3,
        processingTimeUnit: 'WORKING_DAY',
        description: '',
        fees: [],
      })),
      executionCases: [
        {
          name: '',
          profileComponents: [
            {
              name: 'Tờ khai',
              originalQty: 1,
              copyQty: 0,
              required: true,
              attachments: [{ fileName: 'to-khai.docx' }],
            },
          ],
        },
      ],
      cases: [],
      isInternal: false,
      isWard: true,
      isProvince: false,
      isMinistry: false,
      isFullProcess: false,
      isOfflineOnly: false,
      keywords: '',
      categoriesDetails: [{ id: 'c1', name: 'Hộ tịch', code: 'G15-TP07' }],
      departmentsExecuting: [{ name: 'Ủy ban nhân dân cấp xã' }],
      departmentsAuthority: [],
      departmentsCoordinating: [],
      unitGroupsExecuting: [],
      unitGroupsAuthority: [],
      unitGroupsCoordinating: [],
      legalBasisesDetails: [{ code: '60/2014/QH13', name: 'Luật Hộ tịch' }],
      resultsDetails: [{ name: 'Giấy khai sinh' }],
      subjectTypesDetails: [{ name: 'Công dân Việt Nam' }],
      departmentPromulgateCode: 'G15',
      departmentPromulgateName: 'Bộ Tư pháp',
      executingAgencies: '',
      coordinatingAgencies: '',
      dossierReceivingAddresses: '',
      requirementsAndConditions: '',
      procedureProposal: { proposalNumber: '1/QĐ-BTP', decisionDate: Date.parse('2026-01-10T17:00:00Z') },
      ...detail,
    },
  };
}

/** "1.000001" and on. */
export function codeOf(n: number): string {
  return `1.${String(n).padStart(6, '0')}`;
}

export function procedures(count: number): Json[] {
  return Array.from({ length: count }, (_, at) => portalProcedure(codeOf(at + 1)));
}

export function jsonLines(records: readonly unknown[]): Buffer {
  return Buffer.from(
    records.map((record) => (typeof record === 'string' ? record : JSON.stringify(record))).join('\n') + '\n',
  );
}

export function packed(bytes: Uint8Array): Buffer {
  return gzipSync(bytes);
}

/** The bytes as a network or a disk gives them: in pieces that end anywhere. */
export async function* inPieces(bytes: Uint8Array, size = 1_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.byteLength; at += size) yield bytes.subarray(at, at + size);
}
