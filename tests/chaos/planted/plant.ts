import path from 'node:path';
import type { Plugin } from 'vite';

/** Which module of the server a fault takes the place of, and for whom. */
const FAULTS = {
  'early-answers': { importer: 'src/server/main.ts', imported: './commands/sql-ledger.ts' },
  'unflushed-files': { importer: 'src/server/files/uploads.ts', imported: './vault.ts' },
  'unseen-drafts': { importer: 'src/core/sync/serve.ts', imported: './drafts.ts' },
  'payments-twice': { importer: 'src/server/payment/take.ts', imported: './ledger.ts' },
};

export type Fault = keyof typeof FAULTS;

/** Puts a faulty module in the place of a good one, to prove that chaos finds it. Throws when nobody asked for that one. */
export function plant(fault: Fault): Plugin {
  const { importer, imported } = FAULTS[fault];
  const faulty = path.resolve('tests/chaos/planted', `${fault}.ts`);
  let isPlanted = false;
  return {
    name: `planted-${fault}`,
    enforce: 'pre',
    resolveId: (asked, by) => {
      if (asked !== imported || by !== path.resolve(importer)) return null;
      isPlanted = true;
      return faulty;
    },
    buildEnd: () => {
      if (!isPlanted) throw new Error(`${importer} imports no ${imported}`);
    },
  };
}
