import { Vnd } from '#core/procedure/procedure.ts';

/** To an account, or to a card. */
export type TransferService = 'QRIBFTTA' | 'QRIBFTTC';

/**
 * A transfer as a VietQR code says it. `bin`: six digits of the bank; `account`: up to 19 letters and
 * digits; `amount`: whole đồng; `purpose`: up to 25 printable ASCII characters.
 */
export type Transfer = { bin: string; account: string; amount?: Vnd; purpose?: string; service?: TransferService };

export type TransferFault = 'bin' | 'account' | 'amount' | 'purpose';

/** `oneTime` when the code is meant for one payment, as codes with an amount are. */
export type DecodedTransfer = {
  bin: string;
  account: string;
  service: TransferService;
  amount?: Vnd;
  purpose?: string;
  currency: 'VND';
  oneTime: boolean;
};

/**
 * `crc`: missing or wrong checksum. `length`: a field's length does not fit. `shape`: not such a code at
 * all, or a field twice. `scheme`: another network than NAPAS. `service`: not a transfer.
 */
export type VietQrFault = TransferFault | 'crc' | 'length' | 'shape' | 'scheme' | 'service' | 'currency' | 'country';

const NAPAS = 'A000000727';
const DONG = '704';
const PATTERNS = {
  bin: /^\d{6}$/,
  account: /^[0-9A-Za-z]{1,19}$/,
  amount: /^[1-9]\d{0,12}$/,
  purpose: /^[\x20-\x7e]{1,25}$/,
} as const satisfies Record<TransferFault, RegExp>;

/**
 * The text of a VietQR code: EMVCo merchant-presented QR with the NAPAS template in field 38, signed off
 * by CRC-16/CCITT-FALSE. Refuses rather than trims: a cut reference would never be matched.
 */
export function encodeVietQr(transfer: Transfer): { ok: true; payload: string } | { ok: false; reason: TransferFault } {
  const { bin, account, purpose, service = 'QRIBFTTA' } = transfer;
  const amount = transfer.amount === undefined ? undefined : String(transfer.amount);
  const fault = findFault({ bin, account, amount, purpose });
  if (fault) return { ok: false, reason: fault };
  const body = [
    field('00', '01'),
    field('01', amount ? '12' : '11'),
    field('38', field('00', NAPAS) + field('01', field('00', bin) + field('01', account)) + field('02', service)),
    field('53', DONG),
    amount ? field('54', amount) : '',
    field('58', 'VN'),
    purpose ? field('62', field('08', purpose)) : '',
    '6304',
  ].join('');
  return { ok: true, payload: body + crc16(body) };
}

/** Reads a VietQR code for a transfer in đồng. Fields it does not know are skipped, as EMVCo asks. */
export function decodeVietQr(
  payload: string,
): { ok: true; value: DecodedTransfer } | { ok: false; reason: VietQrFault } {
  const refuse = (reason: VietQrFault) => ({ ok: false as const, reason });
  if (!/^000201[\x20-\x7e]*$/.test(payload)) return refuse('shape');
  const checksum = /6304([0-9A-F]{4})$/i.exec(payload)?.[1];
  if (checksum?.toUpperCase() !== crc16(payload.slice(0, -4))) return refuse('crc');

  const top = split(payload);
  if (typeof top === 'string') return refuse(top);
  const template = split(top.get('38') ?? '');
  if (typeof template === 'string') return refuse(template);
  const beneficiary = split(template.get('01') ?? '');
  if (typeof beneficiary === 'string') return refuse(beneficiary);
  const additional = split(top.get('62') ?? '');
  if (typeof additional === 'string') return refuse(additional);

  if (template.get('00') !== NAPAS) return refuse('scheme');
  const service = template.get('02');
  if (service !== 'QRIBFTTA' && service !== 'QRIBFTTC') return refuse('service');
  if (top.get('53') !== DONG) return refuse('currency');
  if (top.get('58') !== 'VN') return refuse('country');
  const method = top.get('01') ?? '11';
  if (method !== '11' && method !== '12') return refuse('shape');

  const bin = beneficiary.get('00') ?? '';
  const account = beneficiary.get('01') ?? '';
  const amount = top.get('54');
  const purpose = additional.get('08');
  const fault = findFault({ bin, account, amount, purpose });
  if (fault) return refuse(fault);
  return {
    ok: true,
    value: {
      bin,
      account,
      service,
      ...(amount !== undefined && { amount: Number(amount) }),
      ...(purpose !== undefined && { purpose }),
      currency: 'VND',
      oneTime: method === '12',
    },
  };
}

function findFault(parts: {
  bin: string;
  account: string;
  amount: string | undefined;
  purpose: string | undefined;
}): TransferFault | null {
  if (!PATTERNS.bin.test(parts.bin)) return 'bin';
  if (!PATTERNS.account.test(parts.account)) return 'account';
  if (parts.amount !== undefined && !isAmount(parts.amount)) return 'amount';
  if (parts.purpose !== undefined && !PATTERNS.purpose.test(parts.purpose)) return 'purpose';
  return null;
}

function isAmount(text: string): boolean {
  return PATTERNS.amount.test(text) && Vnd.safeParse(Number(text)).success;
}

function field(id: string, value: string): string {
  return id + String(value.length).padStart(2, '0') + value;
}

/** Fields of a template by id: two digits of id, two of length, the value. */
function split(text: string): Map<string, string> | 'length' | 'shape' {
  const fields = new Map<string, string>();
  for (let at = 0; at < text.length;) {
    const head = /^(\d{2})(\d{2})$/.exec(text.slice(at, at + 4));
    if (!head?.[1] || !head[2]) return 'length';
    const value = text.slice(at + 4, at + 4 + Number(head[2]));
    if (value.length !== Number(head[2])) return 'length';
    if (fields.has(head[1])) return 'shape';
    fields.set(head[1], value);
    at += 4 + value.length;
  }
  return fields;
}

/** CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) of ASCII text, four upper-case hex digits. */
function crc16(ascii: string): string {
  let crc = 0xffff;
  for (let at = 0; at < ascii.length; at += 1) {
    crc ^= ascii.charCodeAt(at) << 8;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 0x8000 ? (crc << 1) ^ 0x1021 : crc << 1;
    crc &= 0xffff;
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}
