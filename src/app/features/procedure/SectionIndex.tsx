import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './Official.module.css';

export type SectionIndexProps = { sections: readonly { readonly id: string; readonly title: string }[] };

/** The parts of a long page, always at hand below the header. A tap opens the part and goes there. */
export function SectionIndex({ sections }: SectionIndexProps) {
  const { t } = useTranslation('procedures');
  const nav = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    const header = nav.current?.closest('main')?.previousElementSibling;
    if (!(header instanceof HTMLElement)) return undefined;
    const follow = () => nav.current?.style.setProperty('--head', `${header.offsetHeight}px`);
    const watching = new ResizeObserver(follow);
    watching.observe(header);
    follow();
    return () => watching.disconnect();
  }, []);
  const go = (id: string) => {
    const part = document.getElementById(id);
    if (!part) return;
    if (part instanceof HTMLDetailsElement) part.open = true;
    const bar = nav.current;
    const style = bar && getComputedStyle(bar);
    const room = style?.position === 'sticky' ? Number.parseFloat(style.insetBlockStart) + (bar?.offsetHeight ?? 0) : 0;
    window.scrollTo({ top: window.scrollY + part.getBoundingClientRect().top - room - 12, behavior: 'smooth' });
    (part.querySelector('summary') ?? part).focus({ preventScroll: true });
  };
  return (
    <nav ref={nav} className={styles.index} aria-label={t('section.index')} data-print="no">
      {sections.map(({ id, title }) => (
        <button key={id} type="button" onClick={() => go(id)}>
          {title}
        </button>
      ))}
    </nav>
  );
}
