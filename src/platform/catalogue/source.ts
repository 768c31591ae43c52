import { CatalogueNews, WireDetail } from '#core/procedure/news.ts';
import type { CatalogueSource } from '#core/procedure/pocket.ts';
import { call, download, type Caller } from '#platform/net/answer.ts';
import { chunkPath, detailPath, newsPath } from '#protocol/catalogue.ts';

/** The server's catalogue over HTTP. Only what parses counts; a piece is text until its hash has been compared. */
export function catalogueSource(caller: Caller & { readonly origin: string }): CatalogueSource {
  const { origin } = caller;
  return {
    news: (have, keep) => call(caller, origin + newsPath(have, keep), undefined, CatalogueNews),
    detail: (code) => call(caller, origin + detailPath(code), undefined, WireDetail),
    chunk: async (hash) => {
      const got = await download(caller, origin + chunkPath(hash));
      return got.ok ? { ok: true, value: await got.value.text() } : got;
    },
  };
}
