import type { ImportReport, Rejection } from '#protocol/catalogue-import.ts';
import type { Published } from './publish.ts';

/** What `npm run import` prints, in Vietnamese and English side by side as the server's start does. */

const REASONS: Readonly<Record<Rejection['reason'], string>> = {
  json: 'không phải JSON · not JSON',
  shape: 'không đúng mẫu của Cổng · not the portal’s shape',
  code: 'mã thủ tục sai · malformed code',
  codesDiffer: 'hai mã khác nhau · two different codes',
  duplicate: 'trùng mã với dòng · same code as line',
  encoding: 'không phải UTF-8 · not UTF-8',
  tooLong: 'bản ghi quá dài, số byte · record too long, bytes',
  categoryCycle: 'lĩnh vực lồng vòng · categories in a cycle',
};

const FAILURES: Readonly<Record<NonNullable<ImportReport['failure']>['code'], string>> = {
  truncated: 'tệp bị cụt · the file ends early',
  damaged: 'tệp nén bị hỏng · the archive is damaged',
  encoding: 'tệp không phải UTF-8 · the file is not UTF-8',
  tooLarge: 'tệp quá lớn · the file is too large',
  empty: 'không có bản ghi nào dùng được · no usable record',
};

/** Lines printed of each list; the rest is counted. */
const SHOWN = 12;

export function describeReport(report: ImportReport): string {
  const { failure } = report;
  const lines = [
    `Đã đọc · read ${report.read}, tỉnh khác · other provinces ${report.elsewhere}, lỗi · bad ${report.rejected.count}`,
    ...shown(report.rejected, describeRejection, '!'),
  ];
  if (failure !== undefined) {
    return [...lines, `✗ ${FAILURES[failure.code]}${failure.line > 0 ? ` (dòng · line ${failure.line})` : ''}`].join(
      '\n',
    );
  }
  return [
    ...lines,
    `So với phiên bản · against version ${report.baseVersion}:`,
    `  thêm · added ${report.added.count}`,
    ...shown(report.added, ({ code, name }) => `${code} ${name}`, '+'),
    `  đổi · changed ${report.changed.count}`,
    ...shown(report.changed, ({ code, name, fields }) => `${code} ${name}: ${fields.join(', ')}`, '~'),
    `  bỏ · withdrawn ${report.withdrawn.count}`,
    ...shown(report.withdrawn, ({ code, name }) => `${code} ${name}`, '-'),
    `  giữ nguyên · unchanged ${report.unchanged}${report.keptFormer > 0 ? `, giữ bản trước vì bản mới lỗi · former kept ${report.keptFormer}` : ''}`,
  ].join('\n');
}

export function describePublished(published: Published): string {
  switch (published.kind) {
    case 'published':
      return `✓ Đã công bố phiên bản · published version ${published.version}`;
    case 'nothingNew':
      return `✓ Không có gì mới · nothing new since version ${published.version}`;
    case 'notStaged':
      return '✗ Bản nhập này không còn chờ · this import no longer waits';
    case 'outdated':
      return `✗ Có người vừa công bố phiên bản · somebody published version ${published.version}; nhập lại · import again`;
    case 'tooManyWithdrawn':
      return `✗ Sẽ bỏ ${published.withdrawn} thủ tục; nếu đúng, thêm --allow-withdrawals · ${published.withdrawn} would be withdrawn; if that is right, add --allow-withdrawals`;
  }
}

function describeRejection({ line, code, reason, detail }: Rejection): string {
  return [`dòng · line ${line}`, code, REASONS[reason], detail]
    .filter((part) => part !== null && part !== '')
    .join(' | ');
}

function shown<T>(part: { count: number; list: readonly T[] }, describe: (item: T) => string, mark: string): string[] {
  const lines = part.list.slice(0, SHOWN).map((item) => `    ${mark} ${cut(describe(item))}`);
  return part.count > lines.length ? [...lines, `    … ${part.count - lines.length}`] : lines;
}

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
