import { createRoot } from 'react-dom/client';
import { openPlatform } from '#platform/page/services.ts';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from './App.tsx';
import { startTexts } from './i18n.ts';
import { must } from '#core/assert.ts';
import { startApp } from './state/app.ts';
import { pinProvince } from './state/keys.ts';
import { watchForLostDevice } from './state/lost-device.ts';

/** The page's composition root: the browser's adapters, the state over them, the screens. */
async function main(): Promise<void> {
  const root = must(document.getElementById('root'), '#root');
  await startTexts();
  // The development server has no service worker to give.
  startApp(openPlatform(import.meta.env.DEV ? null : undefined));
  watchForLostDevice();
  createRoot(root).render(<App />);
  void pinProvince();
}

void main();
