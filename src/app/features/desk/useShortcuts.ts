import { useEffect, useLayoutEffect, useRef } from 'react';
import { LIST_ID } from './Panes.tsx';
import { shortcutOf, type Shortcut } from './shortcuts.ts';

export type ShortcutHandlers = Partial<Record<Shortcut['do'], (at: number) => void>>;

/** Listens for the shortcuts it has a handler for; all other keys stay the browser's. */
export function useShortcuts(viewer: boolean, handlers: ShortcutHandlers): void {
  const latest = useRef(handlers);
  useLayoutEffect(() => {
    latest.current = handlers;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // An open dialog closes itself on Esc and has no other keys.
      if (event.defaultPrevented || document.querySelector('dialog[open]')) return;
      const { key, ctrlKey, altKey, metaKey, isComposing } = event;
      const taken = ctrlKey || altKey || metaKey || isComposing;
      const shortcut = shortcutOf({ key, taken, focus: focusNow(), viewer });
      const handler = shortcut && latest.current[shortcut.do];
      if (!handler) return;
      event.preventDefault();
      handler(shortcut.do === 'queue' ? shortcut.at : 0);
    };
    document.addEventListener('keydown', onKeyDown);
    return () => document.removeEventListener('keydown', onKeyDown);
  }, [viewer]);
}

function focusNow(): 'typing' | 'list' | 'elsewhere' {
  const active = document.activeElement;
  if (active?.matches('input, textarea, select')) return 'typing';
  return !active || active === document.body || active.closest(`#${LIST_ID}`) ? 'list' : 'elsewhere';
}
