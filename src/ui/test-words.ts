import { createInstance } from 'i18next';
import { initReactI18next } from 'react-i18next';

/** Gives component tests an i18n that answers with the key, so that they do not depend on wording. */
export async function keysAsWords(): Promise<void> {
  await createInstance().use(initReactI18next).init({ lng: 'cimode', resources: {} });
}
