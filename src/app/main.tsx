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
import { keepPlainText } from './state/plain.ts';

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
 * A procedure's address, and a list's, comes with its text already written below the root. The text stays, and the
 * app behind it, until the screen that says the same stands: a reader is never left with less than there was, not even
 * for a moment.
 */
async function beforePlainPage(root: HTMLElement): Promise<void> {
  const plain = document.getElementById('plain');
  if (!plain) return;
  keepPlainText(plain);
  root.hidden = true;
  const watching = new MutationObserver(() => {
    if (!root.querySelector('main') || root.querySelector('[data-arriving]')) return;
    watching.disconnect();
    root.hidden = false;
    // A screen without the details has taken the text in.
    if (plain.parentElement === document.body) plain.remove();
  });
  watching.observe(root, { childList: true, subtree: true });
  await loadCatalogue();
}

void main();
