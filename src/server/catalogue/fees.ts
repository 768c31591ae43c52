import type { FeeAmount, RecordFee } from '#core/procedure/record.ts';
import type { PortalFee } from './portal.ts';
import { line } from './structured.ts';

/** The whole text says that nothing is asked; "miễn cho hộ nghèo" inside a longer one is an exemption. */
const SAYS_FREE =
  /^[-+*. ]*((lệ )?phí( và lệ phí|, lệ phí)?\s*:?\s*)?(không( có| thu| mất| phải nộp| thu phí| thu lệ phí| mất phí| có phí| có lệ phí| thu phí, lệ phí)?|miễn( phí| lệ phí| phí, lệ phí| thu)?|0 ?(đồng|đ|vnđ|vnd))( phí| lệ phí|, lệ phí)*\s*[.;]*$/i;
const BY_PROVINCE =
  /(hội đồng nhân dân|hđnd|ủy ban nhân dân|ubnd)[^.;]{0,60}(tỉnh|thành phố)[^.;]{0,80}(quyết định|quy định|ban hành)|(theo|do)[^.;]{0,60}(quyết định|quy định|nghị quyết)[^.;]{0,40}(của )?(hội đồng nhân dân|hđnd)[^.;]{0,40}(tỉnh|thành phố)/i;
/** Below this no fee in đồng exists: the source then counts in thousands ("20" for "20.000 đ/tờ khai"). */
const LEAST_VND = 1_000;

/**
 * A row of fees. An amount of 0 or none is unverified unless the words beside it say more, and a number that its
 * own words contradict is no fact: the words are shown in its place.
 */
export function feeOf(fee: PortalFee): RecordFee {
  const note = line(fee.description ?? '');
  return {
    type: fee.type === 'PRICE_LEVEL' ? 'price' : 'fee',
    amount: amountOf(fee, note.replace(/uỷ/gi, 'ủy')),
    ...(note === '' ? {} : { note }),
  };
}

function amountOf({ value, currencyName }: PortalFee, note: string): FeeAmount {
  if (note !== '' && BY_PROVINCE.test(note)) return { kind: 'byProvince' };
  const currency = currencyName === 'USD' ? 'USD' : 'VND';
  const asNote: FeeAmount = note === '' ? { kind: 'unverified' } : { kind: 'asText' };
  if (value === null || value <= 0) return SAYS_FREE.test(note) ? { kind: 'free' } : asNote;
  if (!Number.isInteger(value) || (currency === 'VND' && value < LEAST_VND)) return asNote;
  return agrees(value, note) ? { kind: 'fixed', amount: value, currency } : asNote;
}

/** Whether words that name amounts of money name this one. */
function agrees(value: number, note: string): boolean {
  const named = [...note.matchAll(/(\d{1,3}(?:[.,\s]\d{3})+|\d+)\s*(?:đồng|đ|vnđ|vnd|usd)(?!\p{L})/giu)].map(
    ([, digits = '']) => Number(digits.replace(/\D/g, '')),
  );
  return named.length === 0 || (named.includes(value) && new Set(named).size === 1);
}

/** The sentences that say who pays less or nothing, each once. */
export function exemptionsIn(texts: readonly string[]): string[] {
  const sentences = texts.flatMap((text) => line(text).split(/(?<=[.;])\s+(?=[-+*\p{Lu}])/u));
  const about = sentences.filter(
    (sentence) => /(^|\s|\()miễn|không thu|giảm \d+ ?%/i.test(sentence) && sentence.length > 25,
  );
  return [...new Set(about.map((sentence) => sentence.replace(/^[-+*\s]+/, '').trim()))].filter(
    (sentence) => sentence.length <= 600,
  );
}
