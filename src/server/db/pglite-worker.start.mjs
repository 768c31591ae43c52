// A worker thread does not inherit the hook that lets Node read TypeScript, so it is set up here.
import { register } from 'tsx/esm/api';

register();
await import('./pglite-worker.ts');
