import { Procedure } from '#core/procedure/procedure.ts';
import type { Answers } from '#core/form/form.ts';

const both = (text: string) => ({ vi: text, en: text });

/** A procedure nobody offers, which uses every feature a form has. */
export const EVERYTHING = Procedure.parse({
  code: '9.000001',
  version: 1,
  validFrom: '2026-01-01',
  name: both('Đăng ký nuôi trâu biết bay'),
  officialName: 'Thủ tục đăng ký nuôi trâu biết bay',
  lifeEvents: ['other'],
  field: both('Hư cấu'),
  level: 'commune',
  keywords: ['trau bay'],
  summary: both('Để thử mọi kiểu câu hỏi.'),
  whoMayApply: both('Không ai'),
  fee: { kind: 'fixed', amount: 8000, per: { field: 'count', unit: both('con') } },
  deadline: { kind: 'workingDays', days: 3 },
  onlineLevel: 'full',
  documents: [
    { id: 'idCard', name: both('Căn cước'), how: 'photo', required: true, maxPages: 2, icon: 'idCard' },
    { id: 'licence', name: both('Bằng bay'), how: 'photo', required: true, showWhen: { field: 'flies', is: true } },
    { id: 'picture', name: both('Ảnh trâu'), how: 'photo', required: false, maxPages: 12 },
  ],
  steps: [{ title: both('Điền tờ khai') }],
  results: [both('Giấy phép')],
  where: both('Trung tâm Phục vụ hành chính công'),
  goodToKnow: [],
  legalBasis: [],
  confidence: { fee: 'high', deadline: 'high', documents: 'high', onlineLevel: 'high' },
  source: { url: 'https://example.vn', asOf: '2026-01-01' },
  form: {
    pages: [
      {
        id: 'person',
        question: both('Bà con là ai?'),
        fields: [
          { id: 'applicantName', type: 'personName', label: both('Họ, chữ đệm, tên'), prefill: 'person.name' },
          {
            id: 'sex',
            type: 'choice',
            label: both('Giới tính'),
            options: [
              { value: 'male', label: both('Nam') },
              { value: 'female', label: both('Nữ') },
            ],
          },
          { id: 'birthDate', type: 'date', label: both('Ngày sinh'), max: 'today' },
          {
            id: 'idNumber',
            type: 'idNumber',
            label: both('Số định danh'),
            birthDateField: 'birthDate',
            sexField: 'sex',
          },
          { id: 'phone', type: 'phone', label: both('Điện thoại'), optional: true },
        ],
      },
      {
        id: 'buffalo',
        question: both('Trâu nào?'),
        fields: [
          { id: 'count', type: 'number', label: both('Mấy con'), min: 1, max: 20 },
          { id: 'flies', type: 'yesNo', label: both('Biết bay chưa?') },
          {
            id: 'colours',
            type: 'choices',
            label: both('Màu'),
            optional: true,
            options: [
              { value: 'black', label: both('Đen') },
              { value: 'white', label: both('Trắng') },
            ],
          },
          { id: 'nickname', type: 'text', label: both('Tên gọi'), optional: true, maxLength: 30 },
        ],
      },
      {
        id: 'flight',
        question: both('Bay ở đâu?'),
        showWhen: { field: 'flies', is: true },
        fields: [
          { id: 'where', type: 'address', label: both('Bãi bay') },
          { id: 'story', type: 'longText', label: both('Kể thêm'), optional: true },
        ],
      },
      {
        id: 'promise',
        question: both('Cam đoan'),
        fields: [{ id: 'promised', type: 'declaration', label: both('Tôi cam đoan lời khai là đúng') }],
      },
    ],
  },
});

/** Answers that EVERYTHING accepts in a province that has the unit "03004". */
export const EVERYTHING_ANSWERS: Answers = {
  applicantName: 'LÝ THỊ MẨY',
  sex: 'female',
  birthDate: '1992-08-14',
  idNumber: '010192004512',
  count: 2,
  flies: false,
  promised: true,
};
