import { CatalogueDesk, CatalogueStep, importPath } from '#protocol/catalogue.ts';
import { jsonLines, packed } from './portal.ts';
import { signInByHttp } from './sign-in.ts';

/** Imports records of the portal and puts them in force, as an administrator does at the desk of a running server. */
export async function publishCatalogue(origin: string, records: readonly unknown[]): Promise<void> {
  const { cookie } = await signInByHttp(origin, 'hoang-minh-tuan');
  const ask = async (path: string, init: RequestInit = {}) =>
    (await fetch(origin + path, { ...init, headers: { Cookie: cookie, Origin: origin, ...init.headers } })).json();
  const body = new Uint8Array(packed(jsonLines(records)));
  const staged = CatalogueStep.parse(await ask(importPath('portal.jsonl.gz', false), { method: 'POST', body }));
  if (staged.kind !== 'staged') throw new Error(JSON.stringify(staged));
  const started = CatalogueStep.parse(
    await ask('/api/admin/catalogue/publish', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ import: staged.id, allowWithdrawals: true }),
    }),
  );
  if (started.kind !== 'started') throw new Error(JSON.stringify(started));
  for (;;) {
    const { running } = CatalogueDesk.parse(await ask('/api/admin/catalogue'));
    if (running === null) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
