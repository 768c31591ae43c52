import { useTranslation } from 'react-i18next';
import type { Language, LocalizedText } from '#core/text/localized.ts';

/** The language on screen, and content in it. */
export function useText(): { language: Language; text: (localized: LocalizedText) => string } {
  const { i18n } = useTranslation();
  const language: Language = i18n.language === 'en' ? 'en' : 'vi';
  return { language, text: (localized) => localized[language] };
}
