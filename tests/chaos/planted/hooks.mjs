// Puts a faulty module in the place of a good one, by the name of the fault.
const FAULTS = {
  'early-answers': { importer: '/src/server/main.ts', imported: './db/database.ts' },
  'unflushed-files': { importer: '/src/server/files/uploads.ts', imported: './vault.ts' },
  'unseen-drafts': { importer: '/src/core/sync/serve.ts', imported: './drafts.ts' },
  'payments-twice': { importer: '/src/server/payment/take.ts', imported: './ledger.ts' },
};

let planted;

export function initialize(name) {
  planted = { name, ...FAULTS[name] };
  if (!planted.importer) throw new Error(`No such fault: ${name}`);
}

export async function resolve(specifier, context, next) {
  const here = context.parentURL?.split('?')[0]?.endsWith(planted.importer) && specifier === planted.imported;
  return await next(here ? new URL(`./${planted.name}.ts`, import.meta.url).href : specifier, context);
}
