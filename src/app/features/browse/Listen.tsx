import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { useText } from '#app/parts/useText.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { readingOf, readingSeconds } from './reading.ts';
import { useSpeech } from './useSpeech.ts';

/** Reads the page aloud where the phone has a voice; what it reads is the page itself. */
export function Listen({ procedure }: { procedure: Procedure }) {
  const { t } = useTranslation('procedures');
  const { text, language } = useText();
  const speech = useSpeech(language);
  if (!speech.available) return null;
  const words = { papers: t('papers.title'), steps: t('steps'), where: t('where.title') };
  const sentences = readingOf(procedure, text, words);
  const seconds = readingSeconds(sentences, language);
  const minutes = Math.floor(seconds / 60);
  const time =
    minutes === 0
      ? t('listen.seconds', { seconds })
      : seconds % 60 === 0
        ? t('listen.minutes', { minutes })
        : t('listen.both', { minutes, seconds: seconds % 60 });
  return (
    <>
      {speech.speaking ? (
        <Button variant="secondary" icon="pause" onClick={speech.stop}>
          {t('listen.stop')}
        </Button>
      ) : (
        <Button variant="secondary" icon="speaker" onClick={() => speech.start(sentences)}>
          {t('listen.start', { time })}
        </Button>
      )}
      {speech.failed && (
        <Notice live tone="waiting" icon="speaker" title={t('listen.failed')}>
          {t('listen.failedText')}
        </Notice>
      )}
    </>
  );
}
