import type { CitizenIntent } from '#core/dossier/command.ts';
import type { Answers } from '#core/form/form.ts';
import { Random } from '#tests/support/random.ts';

/** What the phones of the benches have to send; the same seed makes the same work, in a page and in Node. */

/** The land certificate again, for a household: the form of the catalogue with the most to write. */
const PROCEDURE = '1.115661';
const UNIT = '03037';

const FAMILIES = ['Giàng', 'Lý', 'Vàng', 'Sùng', 'Má', 'Thào', 'Lò', 'Tẩn', 'Chảo', 'Phàn', 'Hoàng', 'Nguyễn', 'Trần'];
const MIDDLES = ['A', 'Thị', 'Mí', 'Seo', 'Láo', 'Văn', 'Tả', 'Xuân', 'Dìn', 'Phủ'];
const GIVEN = (
  'Páo Dua Mẩy Sử Chứ Dính Sài Vảng Pằng Lềnh Tỏa Chúng Sinh Mỷ Pà Của Sáng Hòa Kim Lan Phương Thắng Tuấn Hạnh ' +
  'Mai Cúc Sâu Lù Chớ Nhè Tráng Xa Hồ Nủ Dở Súa Cở Sếnh Giáo Vư'
).split(' ');
const KIN = [
  'vợ',
  'chồng',
  'con trai',
  'con gái',
  'mẹ',
  'bố',
  'em trai',
  'em gái',
  'con dâu',
  'cháu nội',
  'cháu ngoại',
];
const REMARKS = [
  'Hộ nhận đất do cha mẹ để lại từ năm',
  'Ranh giới phía trên giáp suối, phía dưới giáp ruộng bậc thang của nhà ông',
  'Một phần thửa bị sạt lở trong đợt mưa lũ năm',
  'Đường vào bản mở rộng lấy đi một dải đất dọc theo vườn của nhà bà',
  'Gia đình đã tách hộ, nay đề nghị ghi tên các thành viên như sổ hộ khẩu cũ, lập năm',
  'Mốc giới đã được trưởng bản và các hộ liền kề xác nhận, có mặt ông',
];

function nameOf(random: Random): string {
  return `${random.pick(FAMILIES)} ${random.pick(MIDDLES)} ${random.pick(GIVEN)}`;
}

function digits(random: Random, count: number): string {
  return Array.from({ length: count }, () => random.int(10)).join('');
}

/** Lines as a person writes them, cut where the form would. */
function linesOf(most: number, line: () => string): string {
  let text = '';
  for (let next = line(); text.length + next.length < most; next = line()) text += next;
  return text;
}

function member(random: Random): string {
  const year = 40 + random.int(60);
  const born = `${1 + random.int(28)}/${1 + random.int(12)}/19${year}`;
  return `${nameOf(random)}, ${random.pick(KIN)}, sinh ${born}, số định danh 010${random.int(2)}${year}${digits(random, 6)}.\n`;
}

/** Answers the server accepts; as JSON a command with them weighs 4 KB, one with `short` half a kilobyte. */
function answersOf(random: Random, short: boolean): Answers {
  const applicantName = nameOf(random);
  const applicant = {
    applicantName,
    applicantBirthDate: '1984-03-09',
    applicantSex: 'male',
    applicantIdNumber: `010084${digits(random, 6)}`,
    applicantAddress: `Bản ${random.pick(GIVEN)} ${random.pick(GIVEN)}`,
    applicantRole: 'holder',
  };
  const household = short
    ? { reason: 'damaged', wantsMeasurement: false }
    : {
        reason: 'household',
        wantsMeasurement: false,
        changeDetail: linesOf(500, () => `${random.pick(REMARKS)} ${random.pick(GIVEN)} ${1960 + random.int(60)}. `),
        memberCount: 26,
        memberList: linesOf(2_000, () => member(random)),
      };
  return {
    ...applicant,
    ...household,
    certificateHolder: applicantName,
    certificateSerial: `BK ${digits(random, 6)}`,
    certificateDate: '2009-06-15',
    plotNumber: digits(random, 3),
    mapSheetNumber: digits(random, 2),
    plotArea: `${digits(random, 3)} m²`,
    plotUse: 'Đất ở tại nông thôn và đất trồng cây lâu năm',
    plotAddress: { unit: UNIT, detail: `Bản ${random.pick(GIVEN)}, thửa cạnh suối` },
    certificateKeeper: 'home',
    declaration: true,
  };
}

/** A picture of no sight: the head of a WebP file and noise, which no compression makes smaller. */
function photoOf(random: Random, bytes: number): Uint8Array<ArrayBuffer> {
  const photo = Uint8Array.from({ length: bytes }, () => random.int(256));
  photo.set(new TextEncoder().encode('RIFF'), 0);
  photo.set(new TextEncoder().encode('WEBPVP8 '), 8);
  return photo;
}

/** One dossier to make: its form as answered, and a photo for each paper it asks for. */
export type Work = {
  readonly procedure: string;
  readonly unit: string;
  readonly dossier: string;
  readonly answers: Answers;
  readonly photos: readonly { readonly document: string; readonly bytes: Uint8Array<ArrayBuffer> }[];
};

/** So many dossiers with photos of so many bytes each. */
export function makeWork(count: number, photoBytes: number): Work[] {
  return Array.from({ length: count }, (_, at) => {
    const random = new Random(1_000 + at);
    const document = 'oldLandCertificate';
    const photos = [{ document, bytes: photoOf(random, photoBytes) }];
    return { procedure: PROCEDURE, unit: UNIT, dossier: random.uuid(), answers: answersOf(random, false), photos };
  });
}

/** A small submission for a commune, with one photo that stays behind. */
export function shortSubmission(random: Random, unit: string): Extract<CitizenIntent, { type: 'submit' }> {
  const hash = Array.from({ length: 64 }, () => random.int(16).toString(16)).join('');
  return {
    type: 'submit',
    dossier: random.uuid(),
    procedure: PROCEDURE,
    version: 1,
    unit,
    answers: answersOf(random, true),
    attachments: [{ document: 'oldLandCertificate', files: [{ hash, size: 67_000, type: 'image/webp' }] }],
  };
}
