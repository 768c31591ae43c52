import type { Language } from '#core/text/localized.ts';

const GROUP_SEPARATOR = { vi: '.', en: ',' } as const satisfies Record<Language, string>;

/**
 * An amount of whole đồng in words people read: "16.000 ₫", in English "16,000 ₫". The space does not
 * break, so the sign never stands alone on a line. Written out because `Intl` differs between old phones.
 */
export function formatVnd(amount: number, language: Language): string {
  return `${grouped(amount, language)}\u00a0₫`;
}

/** The same for a voice, which has no word for the sign: "16.000 đồng". */
export function spokenVnd(amount: number, language: Language): string {
  return `${grouped(amount, language)} đồng`;
}

function grouped(amount: number, language: Language): string {
  const digits = String(Math.abs(amount)).replace(/\B(?=(\d{3})+$)/g, GROUP_SEPARATOR[language]);
  return `${amount < 0 ? '−' : ''}${digits}`;
}
