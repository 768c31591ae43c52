import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';
import { publish, type Published } from './catalogue/publish.ts';
import { discard, stage, type Progress, type Staged } from './catalogue/stage.ts';
import { describePublished, describeReport } from './catalogue/words.ts';
import { openOrStop, settingsOrStop, stop } from './command-line.ts';
import { loadContent, type Content } from './content.ts';
import type { OpenDatabase } from './db/database.ts';

/**
 * `npm run import -- FILE [--province lao-cai] [--dry-run]`: reads a catalogue of the National Portal, shows what it
 * changes and publishes it. Exit code 0: all of it; 1: some records were bad and are listed; 2: nothing published.
 */
const EXIT = { ok: 0, someBad: 1, nothing: 2 } as const;

const USAGE = `npm run import -- FILE [--province lao-cai] [--dry-run] [--yes] [--allow-withdrawals]

  FILE                  JSON lines of the National Portal, gzip or not
  --province NAME       chỉ thủ tục toàn quốc và của tỉnh này · national procedures and this province's own
  --dry-run             chỉ xem thay đổi · only show what would change
  --yes                 không hỏi lại · publish without asking
  --allow-withdrawals   cho phép bỏ nhiều thủ tục · even if many would be withdrawn
`;

const { values: flags, positionals } = readArguments();
const file = positionals[0];
if (file === undefined || positionals.length > 1) stop(USAGE);
if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) stop(`${file}: không có tệp này · no such file\n`);

const province = flags.province === undefined ? {} : { BANSO_PROVINCE: flags.province };
const settings = settingsOrStop({ ...process.env, ...province });
const database = await openOrStop(
  settings,
  "Máy chủ đang chạy: nhập ở bàn quản trị, hoặc dừng máy chủ · the server is running: import at the administrators' desk, or stop it",
);
try {
  process.exitCode = await run(file, database, loadContent(settings));
} finally {
  await database.close();
}

async function run(path: string, db: OpenDatabase, content: Content): Promise<number> {
  const progress = progressBar();
  const staged = await stage(
    db,
    {
      bytes: createReadStream(path, { highWaterMark: 256 * 1024 }),
      fileName: basename(path),
      by: 'npm run import',
      province: flags.province === undefined ? null : content.province.dossierPrefix,
      onProgress: progress.show,
    },
    { now: Date.now(), dryRun: flags['dry-run'] },
  );
  progress.end();
  process.stdout.write(`${describeReport(staged.report)}\n`);
  if (staged.report.failure !== undefined) return EXIT.nothing;
  const exit = staged.report.rejected.count > 0 ? EXIT.someBad : EXIT.ok;
  if (flags['dry-run']) return exit;

  const published = await publishOrNot(db, staged, content);
  if (published === null) return EXIT.nothing;
  process.stdout.write(`${describePublished(published)}\n`);
  return published.kind === 'published' || published.kind === 'nothingNew' ? exit : EXIT.nothing;
}

async function publishOrNot(db: OpenDatabase, { id, report }: Staged, content: Content): Promise<Published | null> {
  if (id === null) return null;
  const changes = report.added.count + report.changed.count + report.withdrawn.count;
  if (changes > 0 && !flags.yes && process.stdin.isTTY && !(await agreed())) {
    await db.transaction(async (sql) => await discard(sql, id));
    return null;
  }
  return await publish(db, id, {
    now: Date.now(),
    by: 'npm run import',
    authored: new Set(content.procedures.keys()),
    allowWithdrawals: flags['allow-withdrawals'],
  });
}

async function agreed(): Promise<boolean> {
  const prompt = createInterface({ input: process.stdin, output: process.stdout });
  const answer = await prompt.question('Công bố? · Publish? [c/y/N] ');
  prompt.close();
  return /^(c|y|có|yes)$/i.test(answer.trim());
}

/** A bar on a terminal; on a pipe nothing, since the summary says it all. */
function progressBar() {
  const WIDTH = 28;
  /** Unpacked size of the harvest of 2026-07-18, to draw the bar by when the file is packed. */
  const TYPICAL_RECORDS = 5_055;
  let last = 0;
  return {
    show({ read, rejected, bytes }: Progress): void {
      if (!process.stderr.isTTY || Date.now() - last < 100) return;
      last = Date.now();
      const filled = Math.min(WIDTH, Math.round((read / TYPICAL_RECORDS) * WIDTH));
      const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
      process.stderr.write(`\r${bar} ${read} · ${Math.round(bytes / 1e6)} MB · ${rejected} lỗi/bad `);
    },
    end(): void {
      if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
    },
  };
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
      },
    });
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
  }
}
