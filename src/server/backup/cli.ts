// npm run backup -- --to FOLDER and npm run restore -- --from FOLDER, with the server's own settings.
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { announceSettings } from '#server/announce.ts';
import { readSettings } from '#server/settings.ts';
import { bringBack } from './bring-back.ts';
import { takeBackup } from './take.ts';

const { values, positionals } = parseArgs({
  options: { to: { type: 'string' }, from: { type: 'string' } },
  allowPositionals: true,
});
const read = readSettings(process.env);
const folder = positionals[0] === 'restore' ? values.from : values.to;
if (!read.ok) end(announceSettings(read.problems));
if (folder === undefined) end(positionals[0] === 'restore' ? 'restore --from FOLDER' : 'backup --to FOLDER');

try {
  if (positionals[0] === 'restore') {
    const { manifest, copied, damaged, before } = await bringBack(read.settings, resolve(folder));
    say(`Đã khôi phục bản sao lúc ${when(manifest.at)} · Restored the backup of ${when(manifest.at)}`);
    say(`files=${copied} damaged=${damaged.length} before=${before ?? '-'}`);
    name(damaged);
  } else {
    const { manifest, copied, damaged } = await takeBackup(read.settings, resolve(folder));
    say(`Đã sao lưu · Backed up to ${folder}`);
    say(`files=${copied} damaged=${damaged.length} upTo=${when(manifest.upTo)}`);
    name(damaged);
  }
} catch (error) {
  end(error instanceof Error ? error.message : String(error));
}

/** The first of them; after a backup its manifest has them all. */
function name(damaged: readonly string[]): void {
  if (damaged.length === 0) return;
  say('Hỏng hoặc thiếu, điện thoại còn giữ thì chưa xóa · Damaged or missing; phones that still have them keep them:');
  for (const place of damaged.slice(0, 20)) say(`✗ files/${place}`);
  process.exitCode = 1;
}

function when(instant: number): string {
  return new Date(instant).toISOString();
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function end(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
