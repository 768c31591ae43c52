import type { Dossier } from '#core/dossier/dossier.ts';
import type { LocalizedText } from '#core/text/localized.ts';
import { Timeline } from '#ui/Timeline.tsx';
import styles from './Dossier.module.css';
import type { Words } from './words.ts';

type HistoryProps = { dossier: Dossier; names: ReadonlyMap<string, LocalizedText>; words: Words };

/** Everything that happened, the newest first, with who did it and the legal time. */
export function History({ dossier, names, words }: HistoryProps) {
  const { t, moment, by, eventDetails } = words;
  const steps = dossier.events.toReversed().map((event) => ({
    id: String(event.n),
    state: 'done' as const,
    title: t(`event.${event.what.type}`),
    text: (
      <>
        {eventDetails(event, names).map((line) => (
          <p key={line} className={styles.detail}>
            {line}
          </p>
        ))}
        <p>{t('event.byAt', { by: by(event), moment: moment(event.at) })}</p>
      </>
    ),
  }));
  return (
    <section className={styles.section}>
      <h3 className={styles.heading}>{t('dossier.history')}</h3>
      <Timeline steps={steps} />
    </section>
  );
}
