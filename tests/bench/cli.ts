// npm run bench -- <name> [options]: measures and prints one JSON object. Figures are reported, never asserted.
const BENCHES: Record<string, () => Promise<(options: readonly string[]) => Promise<unknown>>> = {
  size: async () => (await import('./size.ts')).benchSize,
  sync: async () => (await import('./sync.ts')).benchSync,
};

const [name = '', ...options] = process.argv.slice(2);
const load = BENCHES[name];
if (!load) {
  console.error(`Which bench? One of: ${Object.keys(BENCHES).join(', ')}`);
  process.exit(2);
}
const bench = await load();
console.log(JSON.stringify(await bench(options), null, 2));

export {};
