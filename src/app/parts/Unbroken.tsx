import styles from './Unbroken.module.css';

/** A sentence in which one part, such as a dossier's code, stays on one line. */
export function Unbroken({ text, part }: { text: string; part: string }) {
  const at = text.indexOf(part);
  if (part === '' || at === -1) return text;
  return (
    <>
      {text.slice(0, at)}
      <span className={styles.part}>{part}</span>
      {text.slice(at + part.length)}
    </>
  );
}
