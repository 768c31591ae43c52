/** A procedure or a list of them as the server wrote it into this page; null on every other page. */
let plain: { readonly text: HTMLElement; readonly address: string } | null = null;

/** Called by main.tsx before the first render. */
export function keepPlainText(text: HTMLElement): void {
  plain = { text, address: address() };
}

/** The text, while the page it was written for is the one on the screen. */
export function plainText(): HTMLElement | null {
  return plain?.address === address() ? plain.text : null;
}

function address(): string {
  return window.location.pathname + window.location.search;
}
