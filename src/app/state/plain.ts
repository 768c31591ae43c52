/** The procedure as the server wrote it into this page; null on every other page, and once the app has its own. */
let plain: { readonly text: HTMLElement; readonly path: string } | null = null;

/** Called by main.tsx before the first render. */
export function keepPlainText(text: HTMLElement): void {
  plain = { text, path: window.location.pathname };
}

/** The text, while the page it was written for is the one on the screen. */
export function plainText(): HTMLElement | null {
  return plain?.path === window.location.pathname ? plain.text : null;
}
