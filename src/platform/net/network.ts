/** The Network Information API, where the browser has it (Chromium on Android; neither Safari nor Firefox). */
type Connection = EventTarget & { readonly type?: string; readonly saveData?: boolean };

const CHEAP = new Set(['wifi', 'ethernet']);

function connection(): Connection | null {
  return (navigator as { readonly connection?: Connection }).connection ?? null;
}

/** Whether this network costs by the byte; null where the browser does not tell, as desktops do not. */
export function isMetered(): boolean | null {
  const { type, saveData } = connection() ?? {};
  if (saveData === true || type === 'cellular') return true;
  return type !== undefined && CHEAP.has(type) ? false : null;
}

/** Tells of every change of network; the returned function ends it. */
export function watchNetwork(changed: (metered: boolean | null) => void): () => void {
  const told = (): void => changed(isMetered());
  connection()?.addEventListener('change', told);
  return () => connection()?.removeEventListener('change', told);
}
