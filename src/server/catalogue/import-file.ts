import { createReadStream, statSync } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Readable, Writable } from 'node:stream';
import type { Content } from '#server/content.ts';
import type { OpenDatabase } from '#server/db/database.ts';
import { publish } from './publish.ts';
import { openRejections, type Rejections } from './rejections.ts';
import { discard, stage, type Progress, type Staged } from './stage.ts';
import { describePublished, describeReport, describeTrouble, NOT_AGREED, progressLine, QUESTION } from './words.ts';

/** Exit codes. `someBad`: all but the listed records; `nothing`: nothing was published, and it was said why. */
const EXIT = { ok: 0, someBad: 1, nothing: 2 } as const;
type Exit = (typeof EXIT)[keyof typeof EXIT];

export type ImportFileOptions = {
  readonly path: string;
  /** Other provinces' own procedures are passed over. */
  readonly mine: boolean;
  readonly dryRun: boolean;
  /** Publishes without asking. */
  readonly yes: boolean;
  readonly allowWithdrawals: boolean;
  /** Where every rejected record is written, a line each; null for nowhere. */
  readonly report: string | null;
};

/** Who runs the command. Where `input` is no terminal nobody is asked; where `errors` is none no progress is drawn. */
export type Terminal = {
  readonly input: Readable & { readonly isTTY?: boolean };
  readonly output: Writable;
  readonly errors: Writable & { readonly isTTY?: boolean };
};

type ImportFileDeps = {
  readonly database: Pick<OpenDatabase, 'transaction'>;
  readonly content: Pick<Content, 'procedures' | 'province'>;
  readonly terminal: Terminal;
  readonly now: () => number;
};

const BY = 'npm run import';

/** Reads a file of the portal, says what it changes, asks and publishes. Whatever fails is said, and ends as `nothing`. */
export async function importFile(options: ImportFileOptions, deps: ImportFileDeps): Promise<Exit> {
  let doing: 'reading' | 'publishing' = 'reading';
  try {
    const rejections = options.report === null ? null : openRejections(options.report);
    const staged = await read(options, deps, rejections).finally(() => rejections?.close());
    const { report, id } = staged;
    deps.terminal.output.write(`${describeReport(report, options.report)}\n`);
    if (report.failure !== undefined) return EXIT.nothing;
    const exit = report.rejected.count > 0 ? EXIT.someBad : EXIT.ok;
    if (id === null) return exit;
    if (!(await mayPublish(staged, options, deps.terminal))) {
      await deps.database.transaction(async (sql) => await discard(sql, id));
      deps.terminal.output.write(`${NOT_AGREED}\n`);
      return EXIT.nothing;
    }
    doing = 'publishing';
    const published = await publish(deps.database, id, {
      now: deps.now(),
      by: BY,
      authored: new Set(deps.content.procedures.keys()),
      allowWithdrawals: options.allowWithdrawals,
    });
    deps.terminal.output.write(`${describePublished(published)}\n`);
    return published.kind === 'published' || published.kind === 'nothingNew' ? exit : EXIT.nothing;
  } catch (error) {
    deps.terminal.errors.write(`${describeTrouble(error, doing)}\n`);
    return EXIT.nothing;
  }
}

async function read(
  { path, mine, dryRun }: ImportFileOptions,
  { database, content, terminal, now }: ImportFileDeps,
  rejections: Rejections | null,
): Promise<Staged> {
  const progress = progressBar(terminal.errors, statSync(path).size);
  try {
    return await stage(
      database,
      {
        bytes: createReadStream(path, { highWaterMark: 256 * 1024 }),
        fileName: basename(path),
        by: BY,
        province: mine ? content.province.dossierPrefix : null,
        onProgress: progress.show,
        ...(rejections === null ? {} : { onRejected: rejections.add }),
      },
      { now: now(), dryRun },
    );
  } finally {
    progress.end();
  }
}

async function mayPublish({ report }: Staged, { yes }: ImportFileOptions, terminal: Terminal): Promise<boolean> {
  const changes = report.added.count + report.changed.count + report.withdrawn.count;
  return changes === 0 || yes || terminal.input.isTTY !== true || (await agreed(terminal));
}

/** An input that ends, or Ctrl+C, is no agreement. */
async function agreed({ input, output }: Terminal): Promise<boolean> {
  const prompt = createInterface({ input, output });
  const ended = new Promise<string>((resolve) => {
    prompt.once('close', () => resolve(''));
  });
  const answer = await Promise.race([prompt.question(QUESTION), ended]);
  prompt.close();
  return /^(c|y|có|yes)$/i.test(answer.trim().normalize('NFC'));
}

/** A bar on a terminal; on a pipe nothing, since the summary says it all. `size`: bytes of the file. */
function progressBar(errors: Terminal['errors'], size: number) {
  let last = 0;
  return {
    show(progress: Progress): void {
      if (errors.isTTY !== true || Date.now() - last < 100) return;
      last = Date.now();
      errors.write(`\r${progressLine(progress, size > 0 ? size : null)} `);
    },
    end(): void {
      if (errors.isTTY === true) errors.write('\r\u001b[K');
    },
  };
}
