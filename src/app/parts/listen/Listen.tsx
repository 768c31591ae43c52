import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '#core/text/localized.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { Fold } from '#ui/Fold.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Listen.module.css';
import { readingSeconds } from './sentences.ts';
import { useSpeech } from './useSpeech.ts';

/** `language` is that of the sentences, not of the page. */
export type ListenProps = { sentences: readonly string[]; language: Language };

/**
 * Reads the page aloud where the phone has a voice for it, and shows what it says as it says it. Where it has voices and
 * none for the language, a line says so; everything that would be read stands on the page.
 */
export function Listen({ sentences, language }: ListenProps) {
  const { t } = useTranslation('procedures');
  const speech = useSpeech(language);
  if (speech.voice !== 'here') {
    return speech.voice === 'missing' ? (
      <div data-print="no">
        <Text size="s" quiet>
          {t(`listen.missing.${language}`)}
        </Text>
      </div>
    ) : null;
  }
  const seconds = readingSeconds(sentences, language);
  const minutes = Math.floor(seconds / 60);
  const time =
    minutes === 0
      ? t('listen.seconds', { seconds })
      : seconds % 60 === 0
        ? t('listen.minutes', { minutes })
        : t('listen.both', { minutes, seconds: seconds % 60 });
  return (
    <div className={styles.listen} data-print="no">
      {speech.at === null ? (
        <Button variant="secondary" icon="speaker" onClick={() => speech.start(sentences)}>
          {t('listen.start', { time })}
        </Button>
      ) : (
        <>
          <Button variant="secondary" icon="pause" onClick={speech.stop}>
            {t('listen.stop')}
          </Button>
          <Card>
            <Fold title={t('listen.transcript')} open>
              <Transcript sentences={sentences} at={speech.at} language={language} />
            </Fold>
          </Card>
        </>
      )}
      {speech.failed && (
        <Notice live tone="waiting" icon="speaker" title={t('listen.failed')}>
          {t('listen.failedText')}
        </Notice>
      )}
    </div>
  );
}

/** What is read, the sentence being said marked and kept in sight. */
function Transcript({ sentences, at, language }: ListenProps & { at: number }) {
  const box = useRef<HTMLOListElement>(null);
  useEffect(() => {
    const [list, sentence] = [box.current, box.current?.children[at]];
    if (list && sentence instanceof HTMLElement) list.scrollTop = sentence.offsetTop - list.clientHeight / 3;
  }, [at]);
  return (
    <ol ref={box} lang={language} className={styles.transcript}>
      {sentences.map((sentence, index) => (
        // oxlint-disable-next-line react/no-array-index-key
        <li key={index} aria-current={index === at ? 'true' : undefined}>
          {sentence}
        </li>
      ))}
    </ol>
  );
}
