import { must } from '#core/assert.ts';
import { instantAt, type Day } from '#core/calendar/day.ts';
import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Dossier, FeeRequest, Happening, Role } from '#core/dossier/dossier.ts';
import { fold } from '#core/dossier/fold.ts';
import type { OutboxEntry } from '#core/ports.ts';

export const DOSSIER = '00000000-0000-4000-8000-000000000001';
/** When a dossier here was submitted. */
const FIRST: Day = '2026-11-09';

const submitted: Happening = {
  type: 'submitted',
  code: 'H38.16-261109-0042',
  procedure: '1.115661',
  version: 1,
  unit: '02647',
  applicant: 'LÝ THỊ MẨY',
  answers: {},
  attachments: [],
  claimedAt: instantAt(FIRST, 8),
};
export const received: Happening = { type: 'received', promisedDay: '2026-11-28' };
export const asked = (dueDay: Day): Happening => ({
  type: 'supplementRequested',
  items: [{ what: 'Ảnh rõ hơn' }],
  reason: 'Mờ',
  dueDay,
});
export const fee: FeeRequest = {
  id: '00000000-0000-4000-8000-00000000fee1',
  amount: 16_000,
  reason: 'Lệ phí',
  reference: 'H381626110900421',
  payee: { bin: '970415', account: '123456789', name: 'KHO BAC NHA NUOC', bank: 'VietinBank' },
  expiresAt: instantAt('2026-12-31', 8),
  signed: 'signed',
};
export const feeAsked: Happening = { type: 'feeRequested', fee };
export const withdrawn: Happening = { type: 'withdrawn', reason: '' };

const ROLE: Partial<Record<Happening['type'], Role>> = {
  submitted: 'citizen',
  supplemented: 'citizen',
  withdrawn: 'citizen',
  papersComplete: 'system',
  paymentRecorded: 'system',
};

/** The dossier that a server has told of: submitted, and then what is given, an hour apart. */
export function toldDossier(...since: Happening[]): Dossier {
  const events = [submitted, ...since].map((what, at) => ({
    n: at + 1,
    at: instantAt(FIRST, 8 + at),
    by: { role: ROLE[what.type] ?? 'officer', name: '' },
    what,
  }));
  return must(fold(DOSSIER, events), 'a stream that fits');
}

/** Something done to the dossier that waits on the phone. */
function pending(intent: CitizenIntent, seq = 1): OutboxEntry {
  const id = `00000000-0000-4000-9000-${String(seq).padStart(12, '0')}`;
  return { command: { id, seq, madeAt: 1, intent }, bytes: 100, files: [], refusal: null };
}
export const withdrawal = pending({ type: 'withdraw', dossier: DOSSIER, reason: '' }, 2);
export const supplement = pending({ type: 'supplement', dossier: DOSSIER, note: 'Đây ạ', attachments: [] });
