// npm run bench -- <name>: measures and prints one JSON object. Figures are reported, never asserted.
import { benchCatalogue } from './catalogue.ts';
import { benchSize } from './size.ts';

const BENCHES: Record<string, () => Promise<unknown>> = { catalogue: benchCatalogue, size: benchSize };

const name = process.argv[2] ?? '';
const bench = BENCHES[name];
if (!bench) {
  console.error(`Which bench? One of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
console.log(JSON.stringify(await bench(), null, 2));
