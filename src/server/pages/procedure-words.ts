import type { Channel, FeeAmount, ProcedureRecord, Term } from '#core/procedure/record.ts';
import { formatVnd } from '#core/fee/money.ts';

/** What the plain page of a procedure says around the source's own words, which are Vietnamese as well. */
export const WORDS = {
  fee: 'Phí, lệ phí',
  term: 'Thời hạn',
  methods: 'Nộp bằng cách nào',
  papers: 'Cần chuẩn bị',
  required: 'bắt buộc',
  unverified: 'chưa xác minh, hỏi lại trung tâm',
  says: 'nguồn ghi:',
  unsurePapers:
    'Giấy tờ chưa xác minh. Nguồn có nêu các giấy dưới đây nhưng chưa đối chiếu được. Bà con hỏi cán bộ trước khi đi.',
  steps: 'Các bước',
  conditions: 'Điều kiện',
  exemptions: 'Ai được miễn, giảm',
  results: 'Kết quả',
  where: 'Nơi giải quyết',
  who: 'Ai được làm',
  acts: 'Căn cứ pháp lý',
  source: 'Nguồn: Cổng Dịch vụ công quốc gia (dichvucong.gov.vn)',
  decision: (number: string) => `Quyết định công bố: ${number}`,
  cut: 'Phần này còn nữa.',
  whole: (kilobytes: number) => `Đọc toàn văn (khoảng ${kilobytes} KB)`,
  withdrawn: (day: string) => `Thủ tục này thôi áp dụng từ sau ngày ${day}.`,
  replacedBy: 'Nay làm theo thủ tục',
  opening: 'Đang mở ứng dụng Bản Số để chuẩn bị hồ sơ. Trang này đọc được ngay cả khi ứng dụng chưa mở.',
  needsScript: 'Trang này đọc được như thế này. Muốn điền hồ sơ ở đây thì trình duyệt phải bật JavaScript.',
  all: 'Tất cả thủ tục',
} as const;

/** What the plain lists say. */
export const LIST_WORDS = {
  title: 'Thủ tục hành chính',
  about: (province: string) => `Cần giấy tờ gì, mất bao nhiêu tiền, bao lâu thì xong, nộp ở đâu tại ${province}.`,
  counts: (procedures: number, fields: number) =>
    `${procedures.toLocaleString('vi')} thủ tục, ${fields.toLocaleString('vi')} lĩnh vực`,
  byField: 'Theo lĩnh vực',
  noField: 'Lĩnh vực khác',
  page: (number: number, count: number) => `Trang ${number}/${count}`,
  next: 'Trang sau',
  previous: 'Trang trước',
  allFields: 'Tất cả lĩnh vực',
  needsScript: 'Danh mục này đọc được như thế này. Muốn tìm và điền hồ sơ ở đây thì trình duyệt phải bật JavaScript.',
} as const;

export const LEVELS: Readonly<Record<ProcedureRecord['level'], string>> = {
  commune: 'Cấp xã',
  province: 'Cấp tỉnh',
  ministry: 'Bộ, ngành',
};

export const ONLINE: Readonly<Record<ProcedureRecord['onlineLevel'], string>> = {
  full: 'Trực tuyến toàn trình',
  partial: 'Trực tuyến một phần',
  inPerson: 'Nộp trực tiếp',
  unverified: 'Mức trực tuyến: chưa xác minh',
};

export const CHANNEL_NAMES: Readonly<Record<Channel, string>> = {
  online: 'trực tuyến',
  direct: 'trực tiếp',
  postal: 'bưu chính',
};

const UNITS = {
  workingDay: 'ngày làm việc',
  day: 'ngày',
  hour: 'giờ',
  month: 'tháng',
  year: 'năm',
} as const;

export function termWords(term: Term): string {
  switch (term.kind) {
    case 'sameDay':
      return `trong ngày; nộp sau ${term.cutoffHour} giờ thì ngày làm việc tiếp theo`;
    case 'within': {
      const most = `${String(term.count).replace('.', ',')} ${UNITS[term.unit]}`;
      const extra = term.mountainExtraDays === undefined ? '' : `; xã miền núi thêm ${term.mountainExtraDays} ngày`;
      return most + extra;
    }
    case 'asText':
      return term.text;
    case 'unverified':
      return WORDS.unverified;
  }
}

/** An amount; null when only the note beside it says what it is. */
export function amountWords(amount: FeeAmount): string | null {
  switch (amount.kind) {
    case 'free':
      return 'không mất phí';
    case 'fixed':
      return amount.currency === 'VND' ? formatVnd(amount.amount, 'vi') : `${amount.amount} USD`;
    case 'byProvince':
      return 'do Hội đồng nhân dân tỉnh quy định';
    case 'asText':
      return null;
    case 'unverified':
      return WORDS.unverified;
  }
}
