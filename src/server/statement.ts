import { createReadStream, statSync } from 'node:fs';
import { openOrStop, settingsOrStop, stop } from './command-line.ts';
import { createNudges } from './commands/nudges.ts';
import { createLedger } from './commands/sql-ledger.ts';
import { loadContent } from './content.ts';
import { takeStatement, type StatementReport } from './payment/statement.ts';
import { providerOf } from './payment/provider.ts';
import { takingTransfers } from './payment/taking.ts';

/**
 * `npm run statement -- FILE`: takes the bank's daily statement. Exit code 0: every line is on record; 1: some lines
 * were bad and are listed, or the file ends early; 2: nothing was read.
 */
const USAGE = `npm run statement -- FILE

  FILE   sao kê của ngân hàng, mỗi dòng một giao dịch dạng JSON · the bank's statement, a transfer a line as JSON:
         {"id":"FT1","amount":16000,"currency":"VND","account":"…","memo":"…","paidAt":1795600000000}
`;

const [file, ...more] = process.argv.slice(2);
if (file === undefined || more.length > 0) stop(USAGE);
if (statSync(file, { throwIfNoEntry: false })?.isFile() !== true) stop(`${file}: không có tệp này · no such file\n`);

const settings = settingsOrStop(process.env);
const database = await openOrStop(
  settings,
  'Máy chủ đang chạy: dừng máy chủ rồi làm lại · the server is running: stop it',
);
try {
  const content = loadContent(settings);
  const ledger = createLedger({ database, unitPrefix: content.unitPrefix, nudges: createNudges() });
  const take = takingTransfers({ provider: providerOf(settings), ledger, content, now: Date.now });
  const report = await takeStatement(createReadStream(file), take);
  process.stdout.write(`${describe(report)}\n`);
  process.exitCode = exitOf(report);
} finally {
  await database.close();
}

function exitOf({ read, bad, failure }: StatementReport): number {
  if (failure !== null && read === 0) return 2;
  return failure !== null || bad.length > 0 ? 1 : 0;
}

function describe({ read, paid, refunds, suspended, known, bad, failure }: StatementReport): string {
  const lines = [
    `đã đọc ${read} dòng · read ${read}`,
    `khớp ${paid} (mở hoàn ${refunds}) · paid ${paid} (refunds opened ${refunds})`,
    `chờ người xem ${suspended} · in suspense ${suspended}`,
    `đã có ${known} · known ${known}`,
    ...bad.map(({ line, code, reason }) => `✗ dòng ${line} · line ${line} | ${code}${reason && ` | ${reason}`}`),
  ];
  if (failure !== null) lines.push(`✗ không đọc được hết tệp · the file cannot be read to its end: ${failure}`);
  return lines.join('\n');
}
