// The server with a fault put in, named by BANSO_PLANTED, to prove that chaos finds it.
import { register } from 'node:module';

register('./hooks.mjs', import.meta.url, { data: process.env['BANSO_PLANTED'] });
const { builtFront, startServer } = await import('#server/main.ts');
const { runServer } = await import('#server/run.ts');
await runServer(process.env, async (given) => await startServer(given, builtFront));
