import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Slow days run where BANSO_DEEP is set, as CI does.
    include: [process.env['BANSO_DEEP'] ? 'tests/e2e/**/*.e2e.ts' : 'tests/e2e/*.e2e.ts'],
    root: process.cwd(),
    // Two cores: one browser and one server at a time.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
