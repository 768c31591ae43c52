import i18next, { type BackendModule } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { LANGUAGES, type Language } from '#core/text/localized.ts';

const texts = import.meta.glob<{ default: Record<string, unknown> }>('/locales/*/*.json');
const REMEMBERED = 'banso-language';

/**
 * What is loaded together, as the build packs it (vite.config.ts): what the first screen and every other one say,
 * what residents' screens say besides, and what the desk says besides that.
 */
const FIRST = ['common', 'ui', 'home', 'errors'];
const DESK = ['desk'];
const REST = Object.keys(texts)
  .filter((file) => file.startsWith('/locales/vi/'))
  .map((file) => file.slice('/locales/vi/'.length, -'.json'.length))
  .filter((namespace) => !FIRST.includes(namespace) && !DESK.includes(namespace));
const groups = { first: FIRST, rest: REST, desk: [...REST, ...DESK] };
export type TextGroup = keyof typeof groups;

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
      ns: FIRST,
      defaultNS: 'common',
      interpolation: { escapeValue: false },
      returnNull: false,
      // What is shown has its words already (`later`).
      react: { useSuspense: false },
    });
  reflect();
}

/** Loads a group of texts in the language shown; at once when they are there. Rejects when they do not come. */
export async function loadTexts(group: TextGroup): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    void i18next.loadNamespaces(groups[group], (error: unknown) => (error ? reject(error as Error) : resolve()));
  });
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
