import { Clamp } from '#ui/Fold.tsx';
import { unbulleted } from './longText.ts';
import styles from './Lines.module.css';

/** Sentences below each other; a long one opens on a tap. `official`: the source's own, in Vietnamese. */
export function Lines({ items, official = false }: { items: readonly string[]; official?: boolean }) {
  return (
    <ul className={styles.lines} lang={official ? 'vi' : undefined}>
      {items.map((item, at) => (
        // The source repeats lines.
        // oxlint-disable-next-line react/no-array-index-key
        <li key={at}>
          <Clamp text={unbulleted(item)} longerThan={400} />
        </li>
      ))}
    </ul>
  );
}
