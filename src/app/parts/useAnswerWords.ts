import { useTranslation } from 'react-i18next';
import { OUTSIDE } from '#core/form/form.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import type { AnswerWords } from './answers.ts';
import { useText } from './useText.ts';

/** What answers are put into words with, in the language on screen. */
export function useAnswerWords({ province, unitName }: Pick<Catalogue, 'province' | 'unitName'>): AnswerWords {
  const { t } = useTranslation();
  const { text } = useText();
  return {
    text,
    unitName: (code) => (code === OUTSIDE ? t('answer.outside', { province: text(province.name) }) : unitName(code)),
    yes: t('answer.yes'),
    no: t('answer.no'),
    confirmed: t('answer.confirmed'),
  };
}
