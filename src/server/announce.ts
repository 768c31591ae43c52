import { SANDBOX_ACCOUNTS } from './identity/sandbox/accounts.ts';
import type { Settings, SettingsProblem } from './settings.ts';

/** What the operator reads on the terminal, in Vietnamese and English side by side. */

const KINDS = {
  resident: 'công dân · resident',
  helper: 'tổ công nghệ số · helper',
  officer: 'cán bộ một cửa · officer',
  administrator: 'quản trị tỉnh · administrator',
} as const;

/** Where everything is and, with the sandbox, who one can be. */
export function announceStart(
  settings: Pick<Settings, 'origin' | 'dataFolder' | 'databaseUrl' | 'identity'>,
  unitNames: ReadonlyMap<string, string>,
): string {
  const { origin, identity } = settings;
  const sandbox = identity.kind === 'sandbox';
  const places = [
    ['Ứng dụng · App', `${origin}/`],
    ['Bàn một cửa · Desk', `${origin}/mot-cua`],
    ...(sandbox ? [['Ngân hàng thử · Bank', `${origin}/sandbox/bank`]] : []),
    ['Dữ liệu · Data', settings.databaseUrl === null ? settings.dataFolder : `${settings.dataFolder}, PostgreSQL`],
  ];
  const people = SANDBOX_ACCOUNTS.map(({ name, kind, unit }) => [
    name,
    KINDS[kind],
    unit === null ? '' : (unitNames.get(unit) ?? unit),
  ]);
  return [
    '',
    'Bản Số đang chạy · is running',
    ...table(places),
    ...(sandbox ? ['', 'Tài khoản thử, không mật khẩu · Sandbox accounts, no password', ...table(people)] : []),
    '',
    'Ctrl+C để dừng · to stop',
    '',
  ].join('\n');
}

/** Every setting that cannot be used, one a line. */
export function announceSettings(problems: readonly SettingsProblem[]): string {
  return [
    'Cài đặt chưa đúng · Settings that cannot be used:',
    ...table(problems.map(({ variable, why }) => [variable, why])),
  ].join('\n');
}

export function announcePort(port: number, code: string): string {
  return code === 'EADDRINUSE'
    ? `Cổng ${port} đang có chương trình khác dùng; đặt PORT khác. · Port ${port} is taken; set another PORT.`
    : `Không mở được cổng ${port} (${code}). · Cannot listen on port ${port} (${code}).`;
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd());
}
