import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createServer } from 'vite';
import { isNavigation } from './http/assets.ts';
import { inlineHashes } from './http/security.ts';
import { isServerPath } from './app.ts';
import { ROOT, startServer, type Front } from './main.ts';
import { runServer, type Given } from './run.ts';

/** `npm run dev`: the whole system in one process on one origin, with the app's modules fresh on every change. */
async function developmentFront({ listener }: Given): Promise<Front> {
  const vite = await createServer({
    root: ROOT,
    appType: 'custom',
    server: {
      middlewareMode: true,
      hmr: { server: listener.server },
      cors: false,
      // The bundler serves whatever lies in the project, and the data folder with its keys may lie there.
      fs: { deny: ['.env', '.env.*', '*.{crt,pem}', '**/.git/**', '**/.data/**', '**/keys/*.json'] },
    },
  });
  // The sockets that carry updates to open pages would keep the port from ever closing.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void vite.close());
  const page = async (url: string): Promise<string> =>
    await vite.transformIndexHtml(url, await readFile(join(ROOT, 'index.html'), 'utf8'));

  return {
    assets: {
      inline: inlineHashes(await page('/')),
      async serve(request) {
        const { pathname } = new URL(request.url);
        if (!isNavigation(request, pathname)) return null;
        return new Response(await page(pathname), { headers: { 'Content-Type': 'text/html; charset=utf-8' } });
      },
    },
    development: true,
    wrap: (handle) => (request, response) => {
      if (isServerPath(request.url ?? '/')) return handle(request, response);
      vite.middlewares(request, response, () => handle(request, response));
    },
    close: () => vite.close(),
  };
}

await runServer(process.env, async (given) => await startServer(given, developmentFront));
