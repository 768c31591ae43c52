/** The words of the sandbox provider's pages, which stand outside the app and its locales. */
export type Language = 'vi' | 'en';

type Texts = {
  readonly title: string;
  readonly lead: string;
  readonly notice: string;
  readonly groups: Readonly<Record<'resident' | 'helper' | 'officer' | 'administrator', string>>;
  readonly born: string;
  readonly province: string;
  readonly cancel: string;
  readonly expiredTitle: string;
  readonly expiredText: string;
  readonly again: string;
};

export const TEXTS: Readonly<Record<Language, Texts>> = {
  vi: {
    title: 'Đăng nhập thử',
    lead: 'Bà con vào với tên ai?',
    notice: 'Đây là nơi chạy thử. Những người dưới đây không có thật, không cần mật khẩu.',
    groups: {
      resident: 'Công dân',
      helper: 'Tổ công nghệ số cộng đồng',
      officer: 'Cán bộ một cửa',
      administrator: 'Quản trị tỉnh',
    },
    born: 'sinh',
    province: 'Tỉnh Lào Cai',
    cancel: 'Thôi, quay lại',
    expiredTitle: 'Lượt đăng nhập này đã hết hạn',
    expiredText: 'Giấy tờ đã lưu trên máy vẫn còn nguyên. Bà con bấm nút dưới đây để đăng nhập lại.',
    again: 'Đăng nhập lại',
  },
  en: {
    title: 'Sandbox sign-in',
    lead: 'Who do you want to be?',
    notice: 'This is a place for trying things out. None of these people exist, and no password is needed.',
    groups: {
      resident: 'Residents',
      helper: 'Community digital team',
      officer: 'One-stop officers',
      administrator: 'Provincial administrator',
    },
    born: 'born',
    province: 'Lào Cai province',
    cancel: 'Never mind, go back',
    expiredTitle: 'This sign-in has expired',
    expiredText: 'Everything saved on the phone is still there. Press the button below to sign in again.',
    again: 'Sign in again',
  },
};

/** The first language of ours in `ui_locales` or Accept-Language; Vietnamese when there is none. */
export function languageOf(...preferences: readonly (string | undefined)[]): Language {
  for (const preference of preferences) {
    const match = /(?:^|[\s,])(vi|en)(?=$|[-_;,\s])/i.exec(preference ?? '');
    if (match !== null) return match[1]?.toLowerCase() === 'en' ? 'en' : 'vi';
  }
  return 'vi';
}
