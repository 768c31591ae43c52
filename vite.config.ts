import react from '@vitejs/plugin-react';
import type { Plugin } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { precompress } from './src/server/http/precompress.ts';

/**
 * The app runs on preact's compatibility layer, which takes 49 KB off the first route; development uses
 * React itself for fast refresh. See src/app/decisions/001-preact.md.
 */
const preact = {
  'react-dom/client': 'preact/compat/client',
  'react-dom/test-utils': 'preact/test-utils',
  'react-dom': 'preact/compat',
  'react/jsx-dev-runtime': 'preact/jsx-dev-runtime',
  'react/jsx-runtime': 'preact/jsx-runtime',
  react: 'preact/compat',
  'use-sync-external-store/shim/index.js': 'preact/compat',
  'use-sync-external-store/shim': 'preact/compat',
};

/** Under test, libraries that bring React along are bundled too, so that the alias reaches them. */
const underTest = {
  ...preact,
  '@testing-library/react': '@testing-library/react/dist/@testing-library/react.esm.js',
};

/** Libraries that ask for React as one object get its names instead, so that the build leaves out what nobody names. */
const namesOfReact: Plugin = {
  name: 'names-of-react',
  apply: 'build',
  transform: {
    filter: { id: /node_modules/, code: "import React from 'react'" },
    handler: (code) => ({
      code: code.replace("import React from 'react'", "import * as React from 'react'"),
      map: null,
    }),
  },
};

const aliases = (named: Record<string, string>) =>
  Object.entries(named).map(([find, replacement]) => ({ find, replacement }));

/** The province that the app is for is the server's: its data takes the place of the one that the source names. */
const province = [
  {
    find: /^#content\/provinces\/lao-cai(?=[.-])/,
    replacement: `#content/provinces/${process.env['BANSO_PROVINCE'] ?? 'lao-cai'}`,
  },
];

export default defineConfig(({ command }) => ({
  resolve: {
    alias: process.env['VITEST'] ? underTest : [...province, ...aliases(command === 'build' ? preact : {})],
  },
  build: {
    outDir: 'dist/app',
    target: 'es2022',
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'texts-desk-vi', test: /locales\/vi\/desk\.json/ },
            { name: 'texts-desk-en', test: /locales\/en\/desk\.json/ },
            // What every screen and the first one say comes before the rest.
            { name: 'texts-first-vi', test: /locales\/vi\/(common|ui|home|errors)\.json/ },
            { name: 'texts-first-en', test: /locales\/en\/(common|ui|home|errors)\.json/ },
            { name: 'texts-vi', test: /locales\/vi\// },
            { name: 'texts-en', test: /locales\/en\// },
            // One request for the design system instead of forty; what only the desk shows stays with it.
            { name: 'ui', test: /src\/ui\/(?!gallery|Desk|Queue|Pane|QrCode|Fold)/ },
          ],
        },
      },
    },
  },
  plugins: [
    namesOfReact,
    react(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'src/sw',
      filename: 'sw.ts',
      injectRegister: false,
      // The large icons are for the launcher, which fetches them itself when the app is installed.
      includeManifestIcons: false,
      injectManifest: {
        rollupFormat: 'iife',
        globPatterns: ['**/*.{js,css,html,webmanifest}', 'icons/icon.svg'],
        // The desk works online; its code stays out of residents' phones.
        globIgnores: ['**/DeskScreen-*', '**/CatalogueScreen-*', '**/texts-desk-*'],
      },
      manifest: {
        id: '/',
        name: 'Bản Số',
        short_name: 'Bản Số',
        description: 'Dịch vụ công làm được cả khi không có sóng',
        lang: 'vi',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        orientation: 'portrait',
        background_color: '#f6f7fb',
        theme_color: '#1b2566',
        categories: ['government'],
        icons: [
          { src: '/icons/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icons/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icons/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
          { src: '/icons/icon.svg', sizes: 'any', type: 'image/svg+xml' },
        ],
        shortcuts: [
          { name: 'Hồ sơ của tôi', url: '/ho-so' },
          { name: 'Chờ sóng', url: '/cho-song' },
          { name: 'Thủ tục', url: '/thu-tuc' },
        ],
      },
    }),
    precompress(),
  ],
  test: {
    include: [
      'src/**/*.test.{ts,tsx}',
      'tests/contract/**/*.test.ts',
      'tests/simulation/**/*.test.ts',
      'tests/{chaos,fuzz,mutants}/*.test.ts',
      // What proves the tests themselves runs where BANSO_DEEP is set, as CI does.
      ...(process.env['BANSO_DEEP'] ? ['tests/chaos/deep/*.test.ts'] : []),
    ],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // Much of it is waiting for disks and timers; of two cores one is left idle otherwise.
    maxWorkers: 2,
    server: {
      deps: {
        inline: [/@testing-library\/react/, /react-i18next/, /wouter/, /use-sync-external-store/, /zustand/],
      },
    },
  },
}));
