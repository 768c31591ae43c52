import { createRoot } from 'react-dom/client';
import { openPlatform } from '#platform/page/services.ts';
import '#ui/tokens.css';
import '#ui/base.css';
import { App } from './App.tsx';
import { startTexts } from './i18n.ts';
import { must } from '#core/assert.ts';
import { startApp } from './state/app.ts';
import { loadCatalogue } from './state/catalogue.ts';
import { pinProvince } from './state/keys.ts';
import { watchForLostDevice } from './state/lost-device.ts';

/** The page's composition root: the browser's adapters, the state over them, the screens. */
async function main(): Promise<void> {
  const root = must(document.getElementById('root'), '#root');
  await startTexts();
  // The development server has no service worker to give.
  startApp(openPlatform(import.meta.env.DEV ? null : undefined));
  watchForLostDevice();
  await beforePlainPage(root);
  createRoot(root).render(<App />);
  void pinProvince();
}

/**
 * A procedure's address comes with its text already written below the root. The text stays until the screen that
 * says the same stands, so that a reader is never left with less than there was.
 */
async function beforePlainPage(root: HTMLElement): Promise<void> {
  const plain = document.getElementById('plain');
  if (!plain) return;
  const watching = new MutationObserver(() => {
    if (root.childElementCount === 0) return;
    plain.remove();
    watching.disconnect();
  });
  watching.observe(root, { childList: true });
  await loadCatalogue();
}

void main();
