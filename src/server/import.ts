import { readdirSync, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { importFile } from './catalogue/import-file.ts';
import { describeTrouble } from './catalogue/words.ts';
import { openOrStop, settingsOrStop, stop } from './command-line.ts';
import { loadContent, type Content } from './content.ts';
import type { Settings } from './settings.ts';

/**
 * `npm run import -- FILE [--province lao-cai] [--dry-run]`: reads a catalogue of the National Portal, shows what it
 * changes and publishes it. Exit code 0: all of it; 1: some records were bad and are listed; 2: nothing published.
 */
const USAGE = `npm run import -- FILE [--province lao-cai] [--dry-run] [--yes] [--allow-withdrawals] [--report LIST]

  FILE                  JSON lines of the National Portal, gzip or not
  --province NAME       chỉ thủ tục toàn quốc và của tỉnh này · national procedures and this province's own
  --dry-run             chỉ xem thay đổi · only show what would change
  --yes                 không hỏi lại · publish without asking
  --allow-withdrawals   cho phép bỏ nhiều thủ tục · even if many would be withdrawn
  --report LIST         ghi mọi bản ghi lỗi vào tệp này: dòng, mã, lý do · write every bad record to this file: line, code, reason
`;

const { values: flags, positionals } = readArguments();
const file = positionals[0];
if (file === undefined || positionals.length > 1) stop(USAGE);
const found = statSync(file, { throwIfNoEntry: false });
if (found?.isFile() !== true) stop(`${file}: không có tệp này · no such file\n`);
const list = flags.report ?? null;
const listed = list === null ? undefined : statSync(list, { throwIfNoEntry: false });
if (listed?.ino === found.ino && listed.dev === found.dev) {
  stop(`--report: đó chính là tệp cần nhập · that is the file to import\n`);
}

let begun = false;
// What nobody foresaw would end with code 1, which says that something was published.
process.on('uncaughtException', (error) => stop(`${describeTrouble(error, begun ? 'publishing' : 'reading')}\n`));
process.exitCode = await run(file);

async function run(path: string): Promise<number> {
  const province = flags.province === undefined ? {} : { BANSO_PROVINCE: flags.province };
  const settings = settingsOrStop({ ...process.env, ...province });
  const content = contentOrStop(settings);
  const database = await openOrStop(
    settings,
    "Máy chủ đang chạy: nhập ở bàn quản trị, hoặc dừng máy chủ · the server is running: import at the administrators' desk, or stop it",
  );
  begun = true;
  try {
    return await importFile(
      {
        path,
        mine: flags.province !== undefined,
        dryRun: flags['dry-run'],
        yes: flags.yes,
        allowWithdrawals: flags['allow-withdrawals'],
        report: list,
      },
      {
        database,
        content,
        terminal: { input: process.stdin, output: process.stdout, errors: process.stderr },
        now: Date.now,
      },
    );
  } finally {
    await database.close();
  }
}

function contentOrStop(settings: Settings): Content {
  const known = readdirSync(new URL('../content/provinces/', import.meta.url))
    .filter((name) => name.endsWith('-overlays.json'))
    .map((name) => name.slice(0, -'-overlays.json'.length));
  if (known.includes(settings.province)) return loadContent(settings);
  const names = known.join(', ');
  return stop(
    `--province ${settings.province}: không có tỉnh này, chưa nhập gì; chọn một trong: ${names} · no such province, nothing was imported; choose one of: ${names}\n`,
  );
}

function readArguments() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        province: { type: 'string' },
        'dry-run': { type: 'boolean', default: false },
        yes: { type: 'boolean', default: false },
        'allow-withdrawals': { type: 'boolean', default: false },
        report: { type: 'string' },
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
