import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language } from '#core/text/localized.ts';

const texts = import.meta.glob<{ default: Record<string, unknown> }>('/locales/*/*.json');
const REMEMBERED = 'banso-language';

/** Texts come as chunks of this build, so they are precached and never older than the code. */
const bundled: BackendModule = {
  type: 'backend',
  init: () => undefined,
  read: (language, namespace, done) => {
    const load = texts[`/locales/${language}/${namespace}.json`];
    if (!load) return done(new Error(`No texts ${language}/${namespace}`), null);
    load().then(
      (loaded) => done(null, loaded.default),
      (error: Error) => done(error, null),
    );
  },
};

function isLanguage(tag: string | null): tag is Language {
  return (LANGUAGES as readonly (string | null)[]).includes(tag);
}

/** The language chosen on this phone, else Vietnamese: the phone's own setting is often left at English. */
function rememberedLanguage(): Language {
  const remembered = localStorage.getItem(REMEMBERED);
  return isLanguage(remembered) ? remembered : 'vi';
}

/** Loads the texts of the remembered language. Resolves before the first render. */
export async function startTexts(): Promise<void> {
  await i18next
    .use(bundled)
    .use(initReactI18next)
    .init({
      lng: rememberedLanguage(),
      fallbackLng: false,
      ns: ['common', 'ui'],
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
    });
  reflect();
}

/** Changes the language everywhere and remembers it on this phone. */
export async function changeLanguage(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
  localStorage.setItem(REMEMBERED, language);
  reflect();
}

function reflect(): void {
  document.documentElement.lang = i18next.language;
}
