import type { Language } from '#core/text/localized.ts';
import type { Delivery, PayFault } from './bank.ts';

/** Every sentence of the sandbox bank's page. */
export type Words = {
  readonly bank: string;
  readonly notReal: string;
  readonly what: string;
  readonly otherLanguage: string;
  readonly qr: string;
  readonly qrHint: string;
  readonly read: string;
  readonly faults: Readonly<Record<PayFault | 'order', string>>;
  readonly transfer: string;
  readonly payee: string;
  readonly account: string;
  readonly amount: string;
  readonly amountHint: string;
  readonly memo: string;
  readonly memoHint: string;
  readonly deliveries: string;
  readonly deliveriesHint: string;
  readonly times: (count: number) => string;
  readonly delay: string;
  readonly delays: Readonly<Record<Delay, string>>;
  readonly pay: string;
  readonly done: (id: string) => string;
  readonly doneHint: string;
  readonly another: string;
  readonly last: string;
  readonly none: string;
  readonly states: Readonly<Record<Delivery['state'], string>>;
  readonly neverReported: string;
  readonly tries: (count: number, status: number | null) => string;
  readonly again: string;
  readonly refresh: string;
};

/** Seconds until the bank reports a transfer. */
export const DELAYS = [0, 5, 30, 120] as const;
type Delay = (typeof DELAYS)[number];

export const WORDS: Readonly<Record<Language, Words>> = {
  vi: {
    bank: 'Ngân hàng thử nghiệm',
    notReal: 'NGÂN HÀNG THỬ NGHIỆM – không phải tiền thật',
    what: 'Trả thử một mã VietQR để xem hệ thống nhận tiền như thế nào. Không có đồng nào được chuyển đi.',
    otherLanguage: 'English',
    qr: 'Nội dung mã VietQR',
    qrHint: 'Dán đoạn chữ của mã, bắt đầu bằng 000201.',
    read: 'Đọc mã',
    faults: {
      qr: 'Đây không phải mã VietQR chuyển tiền, hoặc mã bị thiếu chữ. Hãy chép lại cả đoạn.',
      amount: 'Mã này không ghi số tiền. Hãy nhập số tiền.',
      order: 'Số tiền phải là số đồng nguyên, lớn hơn 0. Nội dung dài nhất 200 chữ.',
    },
    transfer: 'Chuyển tiền',
    payee: 'Người nhận',
    account: 'Số tài khoản',
    amount: 'Số tiền (đồng)',
    amountHint: 'Sửa số này để thử trả sai số tiền.',
    memo: 'Nội dung chuyển tiền',
    memoHint: 'Sửa hoặc xóa mã để thử trả sai nội dung.',
    deliveries: 'Số lần ngân hàng báo',
    deliveriesHint: 'Ngân hàng thật đôi khi báo một giao dịch nhiều lần, hoặc không báo.',
    times: (count) => (count === 0 ? 'không báo' : `${count} lần`),
    delay: 'Báo sau',
    delays: { 0: 'ngay', 5: '5 giây', 30: '30 giây', 120: '2 phút' },
    pay: 'Trả tiền thử',
    done: (id) => `Đã trả thử. Số giao dịch ${id}.`,
    doneHint: 'Ngân hàng đang báo cho hệ thống; kết quả ở danh sách bên dưới.',
    another: 'Trả mã khác',
    last: '20 giao dịch gần nhất',
    none: 'Chưa có giao dịch nào.',
    states: { waiting: 'Đang báo', delivered: 'Đã báo xong', givenUp: 'Báo không được' },
    neverReported: 'Không báo. Hệ thống tự hỏi ngân hàng, vài phút một lần.',
    tries: (count, status) => (status === null ? `lần thử ${count}` : `lần thử ${count}, trả lời ${status}`),
    again: 'Báo lại lần nữa',
    refresh: 'Tải lại danh sách',
  },
  en: {
    bank: 'Sandbox bank',
    notReal: 'SANDBOX BANK – not real money',
    what: 'Pay a VietQR code with play money to see how the system takes a payment. No money moves.',
    otherLanguage: 'Tiếng Việt',
    qr: 'Text of the VietQR code',
    qrHint: 'Paste the text of the code; it begins with 000201.',
    read: 'Read the code',
    faults: {
      qr: 'This is no VietQR code for a transfer, or a part of it is missing. Copy the whole text again.',
      amount: 'This code names no amount. Enter one.',
      order: 'The amount is a whole number of đồng above 0. The memo has at most 200 characters.',
    },
    transfer: 'Transfer',
    payee: 'Payee',
    account: 'Account',
    amount: 'Amount (đồng)',
    amountHint: 'Change it to try a wrong amount.',
    memo: 'Memo',
    memoHint: 'Change or delete the reference to try a wrong memo.',
    deliveries: 'How often the bank reports it',
    deliveriesHint: 'Real banks sometimes report one transfer several times, or never.',
    times: (count) => (count === 0 ? 'never' : count === 1 ? 'once' : `${count} times`),
    delay: 'Report after',
    delays: { 0: 'at once', 5: '5 seconds', 30: '30 seconds', 120: '2 minutes' },
    pay: 'Pay play money',
    done: (id) => `Paid with play money. Transaction ${id}.`,
    doneHint: 'The bank is reporting it to the system; see the list below.',
    another: 'Pay another code',
    last: 'The last 20 transfers',
    none: 'No transfers yet.',
    states: { waiting: 'Reporting', delivered: 'Reported', givenUp: 'Could not report' },
    neverReported: 'Not reported. The system asks the bank by itself, every few minutes.',
    tries: (count, status) => (status === null ? `try ${count}` : `try ${count}, answer ${status}`),
    again: 'Report it again',
    refresh: 'Refresh the list',
  },
};
