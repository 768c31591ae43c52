import type { Me } from '#protocol/http.ts';

/** A person of the sandbox. None of them exists; numbers agree with province, century, sex and year of birth. */
export type SandboxAccount = {
  readonly sub: string;
  readonly name: string;
  readonly kind: Me['kind'];
  /** Where a resident or helper lives, or an officer works: codes of communes since 1 July 2025. */
  readonly unit: string | null;
  readonly birthDate: string;
  readonly sex: 'male' | 'female';
  readonly idNumber: string;
  readonly phone: string;
};

const TA_VAN = '03037';
const BAC_HA = '02839';

export const SANDBOX_ACCOUNTS: readonly SandboxAccount[] = [
  {
    sub: 'ly-thi-may',
    name: 'Lý Thị Mẩy',
    kind: 'resident',
    unit: TA_VAN,
    birthDate: '1992-08-14',
    sex: 'female',
    idNumber: '010192004817',
    phone: '0912000101',
  },
  {
    sub: 'giang-a-pao',
    name: 'Giàng A Páo',
    kind: 'resident',
    unit: TA_VAN,
    birthDate: '1988-03-02',
    sex: 'male',
    idNumber: '010088002593',
    phone: '0912000102',
  },
  {
    sub: 'sung-a-chu',
    name: 'Sùng A Chú',
    kind: 'helper',
    unit: TA_VAN,
    birthDate: '1999-11-21',
    sex: 'male',
    idNumber: '010099006148',
    phone: '0912000201',
  },
  {
    sub: 'tan-may-khe',
    name: 'Tẩn Mẩy Khé',
    kind: 'helper',
    unit: BAC_HA,
    birthDate: '2001-05-09',
    sex: 'female',
    idNumber: '010301003726',
    phone: '0912000202',
  },
  {
    sub: 'vang-thi-din',
    name: 'Vàng Thị Dín',
    kind: 'officer',
    unit: TA_VAN,
    birthDate: '1990-01-17',
    sex: 'female',
    idNumber: '010190001352',
    phone: '0912000301',
  },
  {
    sub: 'lu-van-phong',
    name: 'Lù Văn Phong',
    kind: 'officer',
    unit: TA_VAN,
    birthDate: '1985-06-30',
    sex: 'male',
    idNumber: '010085007904',
    phone: '0912000302',
  },
  {
    sub: 'nong-thi-hanh',
    name: 'Nông Thị Hạnh',
    kind: 'officer',
    unit: BAC_HA,
    birthDate: '1994-12-05',
    sex: 'female',
    idNumber: '010194008265',
    phone: '0912000303',
  },
  {
    sub: 'hoang-minh-tuan',
    name: 'Hoàng Minh Tuấn',
    kind: 'administrator',
    unit: null,
    birthDate: '1981-09-12',
    sex: 'male',
    idNumber: '010081005471',
    phone: '0912000401',
  },
];

export function findSandboxAccount(sub: string): SandboxAccount | null {
  return SANDBOX_ACCOUNTS.find((account) => account.sub === sub) ?? null;
}

/** An account as claims of OpenID Connect, the way a province's broker would send them. */
export function claimsOf(account: SandboxAccount): Record<string, string> & { sub: string } {
  return {
    sub: account.sub,
    name: account.name,
    birthdate: account.birthDate,
    gender: account.sex,
    id_number: account.idNumber,
    phone_number: account.phone,
    banso_kind: account.kind,
    ...(account.unit === null ? {} : { banso_unit: account.unit }),
  };
}
