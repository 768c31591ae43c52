import { expect, test } from 'vitest';
import { kindOfOfficial } from './official-name.ts';

/** As the National Portal's records have them. */
test.each([
  ['- Giấy khai sinh;', 'birthCertificate'],
  ['Bản sao Giấy khai sinh', 'birthCertificate'],
  ['b) Bản sao Giấy khai sinh hoặc trích lục khai sinh', 'birthCertificate'],
  ['1. Bản sao giấy khai sinh của trẻ em (01 bản sao)', 'childBirthCertificate'],
  ['Thẻ căn cước', 'identityCard'],
  ['Bản sao Căn cước công dân/Căn cước', 'identityCard'],
  ['+ Thẻ căn cước công dân, thẻ căn cước hoặc hộ chiếu còn giá trị sử dụng;', 'identityCard'],
  ['b) Bản sao có chứng thực Giấy chứng minh nhân dân hoặc thẻ Căn cước hoặc Hộ chiếu;', 'identityCard'],
  ['Căn cước công dân hoặc giấy tờ có giá trị thay thế', 'identityCard'],
  ['Giấy chứng nhận kết hôn', 'marriageCertificate'],
  ['Giấy chứng nhận quyền sử dụng đất, quyền sở hữu tài sản gắn liền với đất', 'landCertificate'],
  ['2. Bản sao thẻ bảo hiểm y tế;', 'healthInsuranceCard'],
  ['Giấy chứng nhận hộ nghèo.', 'poorHousehold'],
  ['Giấy xác nhận thông tin về cư trú', 'residenceConfirmation'],
  ['Giấy xác nhận khuyết tật (nếu có)', 'disabilityCertificate'],
])('%s', (name, kind) => {
  expect(kindOfOfficial(name)).toBe(kind);
});

/** Another paper, somebody else's, or several in one: nobody is told that it is there. */
test.each([
  '- Tờ khai đăng ký khai sinh theo mẫu;',
  'Tờ khai',
  '',
  'Đơn đề nghị cấp lại thẻ bảo hiểm y tế',
  'thẻ bảo hiểm y tế cũ;',
  'Văn bản cam đoan về việc chưa được đăng ký khai sinh.',
  'Bản sao Giấy khai sinh do cơ quan có thẩm quyền nước ngoài cấp.',
  'Thẻ căn cước của người được ủy quyền',
  'Thẻ căn cước của người khác',
  'Căn cước của con',
  'Ảnh mẫu, kiểu chứng minh nhân dân',
  'Giấy khai sinh, giấy chứng nhận kết hôn',
  'Giấy chứng sinh/ Giấy khai sinh của trẻ',
  'Giấy chứng nhận quyền sử dụng đất của bên nhận chuyển nhượng',
  'Văn bản về việc xóa cho thuê, xóa cho thuê lại quyền sử dụng đất',
  'Giấy xác nhận người khuyết tật đối với người lao động là người khuyết tật',
  'Hộ chiếu',
  'a) Giấy khai sinh, hộ chiếu;',
  'Bản gốc Giấy chứng nhận đã cấp',
  'Bản sao',
])('%s: not known', (name) => {
  expect(kindOfOfficial(name)).toBeNull();
});
