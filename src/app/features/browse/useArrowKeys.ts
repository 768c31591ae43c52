import type { KeyboardEvent, RefObject } from 'react';

/** Down from the search field into the results, up and down between them, and Esc or up from the first back. */
export function useArrowKeys(box: RefObject<HTMLElement | null>): (event: KeyboardEvent) => void {
  return (event) => {
    const rows = [...(box.current?.querySelectorAll<HTMLElement>('li a') ?? [])];
    const field = box.current?.querySelector<HTMLElement>('input[type="search"]');
    const { activeElement } = document;
    const at = rows.findIndex((row) => row === activeElement);
    const inField = activeElement === field;
    if (!inField && at < 0) return;
    const next =
      event.key === 'ArrowDown'
        ? rows[at + 1]
        : event.key === 'ArrowUp' && at >= 0
          ? (rows[at - 1] ?? field)
          : event.key === 'Escape' && at >= 0
            ? field
            : undefined;
    if (!next) return;
    event.preventDefault();
    next.focus();
  };
}
