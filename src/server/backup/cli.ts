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
    say(`files=${copied} damaged=${damaged} before=${before ?? '-'}`);
    if (damaged > 0) process.exitCode = 1;
  } else {
    const { manifest, copied, damaged } = await takeBackup(read.settings, resolve(folder));
    say(`Đã sao lưu · Backed up to ${folder}`);
    say(`files=${copied} damaged=${damaged} upTo=${when(manifest.upTo)}`);
    if (damaged > 0) process.exitCode = 1;
  }
} catch (error) {
  end(error instanceof Error ? error.message : String(error));
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
