import { useTranslation } from 'react-i18next';
import { Notice } from '#ui/Notice.tsx';
import type { Dictation } from './useDictation.ts';

/** That the phone listens, or why it understood nothing. */
export function DictationNotice({ listening, problem, stop }: Dictation) {
  const { t } = useTranslation('home');
  return (
    <>
      {listening && (
        <Notice live icon="mic" title={t('mic.listening')} action={{ label: t('mic.stop'), onClick: stop }}>
          {t('mic.say')}
        </Notice>
      )}
      {problem && (
        <Notice live tone="waiting" icon="mic" title={t(`mic.problem.${problem}`)}>
          {t('mic.typeInstead')}
        </Notice>
      )}
    </>
  );
}
