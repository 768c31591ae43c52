import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { HtmlEscapedString } from 'hono/utils/html';

const compress = promisify(brotliCompress);

/** Promises as well: the template helper answers one when a value inside it is one. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

/** A page that needs no script, inside the app's own shell: the app takes its place when it has loaded. */
export type PlainPage = { readonly body: string; readonly brotli: Buffer };

/** A page that carries more does not open within seconds on EDGE. */
export const MOST_BYTES = 14_500;

/** The style of plain pages, allowed by its hash. */
export const PLAIN_STYLE = `
#plain{max-width:46rem;margin:0 auto;padding:0 16px 40px;color:#14172b;overflow-wrap:anywhere}
#plain header{margin:0 -16px;padding:20px 16px 16px;color:#fff;background:linear-gradient(#131a4a,#243087);border-bottom:10px solid #f2b233}
#plain h1{margin:0;font-size:1.375rem;line-height:1.3}
#plain header p{margin:8px 0 0;color:#e4e8fb;font-size:.9375rem}
#plain h2{margin:28px 0 8px;font-size:1.125rem;color:#1b2566}
#plain h3{margin:16px 0 4px;font-size:1rem}
#plain dl{margin:16px 0 0;display:grid;gap:10px}
#plain dt{font-weight:600;color:#1b2566}
#plain dd{margin:0}
#plain ul,#plain ol{margin:6px 0;padding-inline-start:22px}
#plain ul{list-style:disc}
#plain li{margin:4px 0}
#plain nav li{margin:12px 0}
#plain p{margin:6px 0}
#plain small,#plain footer{color:#3b3f57;font-size:.9375rem}
#plain .note{padding:10px 12px;border-radius:12px;background:#f2f4fd}
#plain a{color:#2f3fa8}
`;

export function intoShell(shell: string, headTags: string, content: string): string {
  // Replacements are functions: a "$" in a text is no pattern.
  return shell
    .replace(/<title>[^<]*<\/title>/, () => headTags)
    .replace(/<meta\s+name="description"[^>]*>/, '')
    .replace(/<div id="root">[\s\S]*<\/div>(?=\s*(<script|<\/body>))/, () => `<div id="root"></div>${content}`);
}

export async function pack(text: string): Promise<Buffer> {
  return await compress(text, { params: { [constants.BROTLI_PARAM_QUALITY]: 7 } });
}
