import type { Commune } from '#core/procedure/province.ts';
import type { Language } from '#core/text/localized.ts';

/** Every sentence of the acceptance slip. The English is a reading aid; the Vietnamese is the form. */
export type SlipWords = {
  readonly state: string;
  readonly motto: string;
  readonly committee: (commune: Pick<Commune, 'name' | 'type'>) => string;
  readonly title: string;
  readonly code: string;
  readonly centre: string;
  readonly from: string;
  readonly idNumber: string;
  readonly phone: string;
  readonly request: string;
  readonly papers: string;
  readonly pages: (count: number) => string;
  readonly otherPaper: string;
  readonly noPapers: string;
  readonly copies: string;
  readonly received: string;
  readonly moment: (time: string, day: string) => string;
  readonly promised: string;
  readonly day: (day: string) => string;
  readonly noPromise: string;
  readonly moved: string;
  readonly where: string;
  readonly whereOnline: string;
  readonly giver: string;
  readonly taker: string;
  readonly signHere: string;
  readonly online: string;
  readonly printing: string;
  readonly translation: string;
};

export const SLIP_WORDS: Readonly<Record<Language, SlipWords>> = {
  vi: {
    state: 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM',
    motto: 'Độc lập – Tự do – Hạnh phúc',
    committee: ({ type, name }) => `ỦY BAN NHÂN DÂN ${type} ${name}`.toUpperCase(),
    title: 'Giấy tiếp nhận hồ sơ và hẹn trả kết quả',
    code: 'Mã hồ sơ',
    centre: 'Nơi tiếp nhận',
    from: 'Tiếp nhận hồ sơ của',
    idNumber: 'Số định danh cá nhân',
    phone: 'Số điện thoại',
    request: 'Nội dung yêu cầu giải quyết',
    papers: 'Thành phần hồ sơ đã nộp',
    pages: (count) => `${count} trang ảnh chụp`,
    otherPaper: 'Giấy tờ khác',
    noPapers: 'Tờ khai điện tử, không kèm giấy tờ',
    copies: 'Số lượng hồ sơ: 01 bộ điện tử',
    received: 'Thời gian nhận hồ sơ',
    moment: (time, day) => `${time.replace(':', ' giờ ')} phút, ngày ${day}`,
    promised: 'Thời gian trả kết quả',
    day: (day) => `trong ngày ${day}`,
    noPromise: 'Thời hạn của thủ tục này chưa được xác minh; cán bộ sẽ báo khi có kết quả.',
    moved: 'Ngày hẹn trả hiện nay, sau khi cộng thời gian tạm dừng',
    where: 'Nơi trả kết quả',
    whereOnline: 'trên Bản Số và tại nơi tiếp nhận',
    giver: 'Người nộp hồ sơ',
    taker: 'Người tiếp nhận hồ sơ',
    signHere: '(Ký và ghi rõ họ tên)',
    online: 'Nộp trực tuyến',
    printing: 'Nhấn Ctrl+P để in tờ này trên giấy A4.',
    translation: '',
  },
  en: {
    state: 'SOCIALIST REPUBLIC OF VIET NAM',
    motto: 'Independence – Freedom – Happiness',
    committee: ({ type, name }) => `People’s Committee of ${name} ${type === 'xã' ? 'commune' : 'ward'}`.toUpperCase(),
    title: 'Slip of acceptance and promised result',
    code: 'Dossier code',
    centre: 'Accepted at',
    from: 'Dossier of',
    idNumber: 'Personal identification number',
    phone: 'Phone',
    request: 'What is asked for',
    papers: 'Papers handed in',
    pages: (count) => (count === 1 ? '1 photographed page' : `${count} photographed pages`),
    otherPaper: 'Other papers',
    noPapers: 'Electronic form without papers',
    copies: 'Number of dossiers: 1, electronic',
    received: 'Accepted at',
    moment: (time, day) => `${time} on ${day}`,
    promised: 'Result promised for',
    day: (day) => day,
    noPromise: 'The time limit of this procedure is not verified; the officer will tell when the result is there.',
    moved: 'Promised day now, with the time the clock stood still',
    where: 'Result handed over',
    whereOnline: 'in Bản Số and where the dossier was accepted',
    giver: 'Applicant',
    taker: 'Officer',
    signHere: '(signature and full name)',
    online: 'Submitted online',
    printing: 'Press Ctrl+P to print this page on A4 paper.',
    translation: 'A translation to help reading; the Vietnamese slip is the one that counts.',
  },
};
