// npm run bench -- <name> [options]: measures and prints one JSON object. Figures are reported, never asserted;
// where a bench finds something lost or done twice, the exit code is 1.
import { benchCatalogue } from './catalogue.ts';
import { benchScale } from './scale.ts';
import { benchSearch } from './search.ts';
import { benchSize } from './size.ts';
import { benchSync } from './sync.ts';

const BENCHES: Record<string, (options: readonly string[]) => Promise<unknown>> = {
  catalogue: benchCatalogue,
  scale: benchScale,
  search: benchSearch,
  size: benchSize,
  sync: benchSync,
};

const [name = '', ...options] = process.argv.slice(2);
const bench = BENCHES[name];
if (!bench) {
  console.error(`Which bench? One of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
console.log(JSON.stringify(await bench(options), null, 2));
