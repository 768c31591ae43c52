import type { ImportReport, Rejection } from '#protocol/catalogue-import.ts';
import type { Published } from './publish.ts';
import type { Progress } from './stage.ts';

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

export const QUESTION = 'Công bố? · Publish? [c/y/N] ';
export const NOT_AGREED = '✗ Không công bố · not published';

/** `listFile`: where every rejected record was written, or null. */
export function describeReport(report: ImportReport, listFile: string | null): string {
  const { failure } = report;
  const lines = [
    `Đã đọc · read ${report.read}, tỉnh khác · other provinces ${report.elsewhere}, lỗi · bad ${report.rejected.count}`,
    ...shown(report.rejected, describeRejection, '!'),
    ...whereAllAre(report.rejected.count, listFile),
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

function whereAllAre(rejected: number, listFile: string | null): string[] {
  if (listFile !== null) return [`    ${rejected} dòng lỗi đã ghi vào · bad records written to ${listFile}`];
  return rejected > SHOWN ? ['    thêm --report TỆP để ghi đủ · add --report FILE to write them all'] : [];
}

/** What nobody foresaw: a disk, a database. Only a publication that was under way may have come to its end. */
export function describeTrouble(error: unknown, doing: 'reading' | 'publishing'): string {
  const why = error instanceof Error ? error.message : String(error);
  const [vi, en] = {
    reading: [
      'Nhập không xong, chưa công bố gì. Hãy sửa điều nói trên rồi chạy lại lệnh này',
      'The import did not finish and nothing was published. Mend what is said above and run the command again',
    ],
    publishing: [
      'Công bố không xong. Hãy sửa điều nói trên rồi chạy lại lệnh này: danh mục chỉ đổi trọn vẹn hoặc không đổi',
      'The publication did not finish. Mend what is said above and run the command again: the catalogue changes whole or not at all',
    ],
  }[doing];
  return `✗ ${cut(why === '' ? codeIn(error) : why)}\n  ${vi} · ${en}`;
}

/** A refused connection is told by its code alone. */
function codeIn(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'lỗi lạ · unknown error';
}

const BAR_WIDTH = 28;

/** A bar by the bytes of the file, `size` of them; without a size the counts alone. */
export function progressLine({ received, read, rejected }: Progress, size: number | null): string {
  const counts = `${read} · ${Math.round(received / 1e6)} MB · ${rejected} lỗi/bad`;
  if (size === null) return counts;
  const filled = Math.floor(Math.min(1, received / size) * BAR_WIDTH);
  return `${'█'.repeat(filled)}${'░'.repeat(BAR_WIDTH - filled)} ${counts}`;
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

function describeRejection(rejection: Rejection): string {
  const { line, code } = rejection;
  return [`dòng · line ${line}`, code, reasonOf(rejection)].filter((part) => part !== null).join(' | ');
}

/** Why, with the place in the record where there is one. */
export function reasonOf({ reason, detail }: Rejection): string {
  return detail === '' ? REASONS[reason] : `${REASONS[reason]} | ${detail}`;
}

function shown<T>(part: { count: number; list: readonly T[] }, describe: (item: T) => string, mark: string): string[] {
  const lines = part.list.slice(0, SHOWN).map((item) => `    ${mark} ${cut(describe(item))}`);
  return part.count > lines.length ? [...lines, `    … ${part.count - lines.length}`] : lines;
}

function cut(text: string): string {
  return text.length > 160 ? `${text.slice(0, 159)}…` : text;
}
