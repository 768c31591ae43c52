/** The digits of a phone number, beginning with 0: "+84 912 345 678" becomes "0912345678". */
export function normalisePhone(text: string): string {
  const compact = text.replace(/[\s().-]/g, '').replace(/^(\+|00)84/, '84');
  return /^84\d{9,10}$/.test(compact) ? `0${compact.slice(2)}` : compact;
}

/**
 * True for a Vietnamese mobile (03, 05, 07, 08, 09 and eight digits) or landline (02 and nine digits)
 * in any common spelling. Source: the numbering plan of TT 22/2014/TT-BTTTT.
 */
export function isPhone(text: string): boolean {
  return /^0(?:[35789]\d{8}|2\d{9})$/.test(normalisePhone(text));
}
