import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import * as fc from 'fast-check';
import { QRPay, VietQRService } from 'vietnam-qr-pay';
import { describe, expect, test } from 'vitest';
import { decodeVietQr, encodeVietQr, type Transfer } from './vietqr.ts';

type Vectors = {
  vectors: {
    name: string;
    payload: string;
    decoded: {
      '01': string;
      '38': { '01_beneficiary': { '00_bin': string; '01_account': string }; '02_service': string };
      '54'?: string;
      '62'?: { '08': string };
    };
  }[];
  negative: { name: string; payload: string }[];
};

const file = resolve(process.cwd(), '../shared/domain/vietqr-vectors.json');
const published = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Vectors) : null;

const ACCOUNT_ONLY = '00020101021138540010A00000072701240006970423011001234567890208QRIBFTTA53037045802VN6304F64B';
const WITH_AMOUNT =
  '00020101021238570010A00000072701270006970422011300234579234420208QRIBFTTA53037045405401235802VN62160812chuyen khoan6304722F';

const digits = (min: number, max: number) =>
  fc.array(fc.constantFrom(...'0123456789'), { minLength: min, maxLength: max }).map((all) => all.join(''));
const transfer: fc.Arbitrary<Transfer> = fc.record(
  {
    bin: digits(6, 6),
    account: digits(6, 19),
    amount: fc.integer({ min: 1, max: 1_000_000_000_000 }),
    purpose: fc.stringMatching(/^[A-Za-z0-9 ]{1,25}$/),
    service: fc.constantFrom('QRIBFTTA' as const, 'QRIBFTTC' as const),
  },
  { requiredKeys: ['bin', 'account'] },
);

function encode(from: Transfer): string {
  const result = encodeVietQr(from);
  if (!result.ok) throw new Error(`refused: ${result.reason}`);
  return result.payload;
}

/** A payload whose checksum is right, whatever its fields are. */
function sealed(body: string): string {
  return `${body}6304${QRPay.genCRCCode(`${body}6304`)}`;
}

describe('codes of banks', () => {
  test('with an account alone', () => {
    expect(encodeVietQr({ bin: '970423', account: '0123456789' })).toEqual({ ok: true, payload: ACCOUNT_ONLY });
    expect(decodeVietQr(ACCOUNT_ONLY)).toEqual({
      ok: true,
      value: { bin: '970423', account: '0123456789', service: 'QRIBFTTA', currency: 'VND', oneTime: false },
    });
  });

  test('with amount and purpose', () => {
    const parts = { bin: '970422', account: '0023457923442', amount: 40123, purpose: 'chuyen khoan' };
    expect(encodeVietQr(parts)).toEqual({ ok: true, payload: WITH_AMOUNT });
    expect(decodeVietQr(WITH_AMOUNT)).toEqual({
      ok: true,
      value: { ...parts, service: 'QRIBFTTA', currency: 'VND', oneTime: true },
    });
  });

  test.skipIf(!published)('published vectors decode to their fields (skipped without the shared vectors)', () => {
    for (const { name, payload, decoded } of published?.vectors ?? []) {
      const { '00_bin': bin, '01_account': account } = decoded['38']['01_beneficiary'];
      expect(decodeVietQr(payload), name).toEqual({
        ok: true,
        value: {
          bin,
          account,
          service: decoded['38']['02_service'],
          ...(decoded['54'] && { amount: Number(decoded['54']) }),
          ...(decoded['62'] && { purpose: decoded['62']['08'] }),
          currency: 'VND',
          oneTime: decoded['01'] === '12',
        },
      });
    }
  });

  test.skipIf(!published)('published strings to refuse are refused (skipped without the shared vectors)', () => {
    for (const { name, payload } of published?.negative ?? []) {
      expect(decodeVietQr(payload), name).toEqual({ ok: false, reason: 'crc' });
    }
  });
});

describe('encoding', () => {
  test.each<[Partial<Transfer>, string]>([
    [{ bin: '97042' }, 'bin'],
    [{ account: '' }, 'account'],
    [{ account: '1'.repeat(20) }, 'account'],
    [{ account: '123-456' }, 'account'],
    [{ amount: 0 }, 'amount'],
    [{ amount: -1 }, 'amount'],
    [{ amount: 1.5 }, 'amount'],
    [{ amount: 1e21 }, 'amount'],
    [{ purpose: '' }, 'purpose'],
    [{ purpose: 'A'.repeat(26) }, 'purpose'],
    [{ purpose: 'Lệ phí' }, 'purpose'],
  ])('refuses %j', (part, reason) => {
    expect(encodeVietQr({ bin: '970423', account: '0123456789', ...part })).toEqual({ ok: false, reason });
  });

  test('agrees with another encoder', () => {
    fc.assert(
      fc.property(transfer, (parts) => {
        const theirs = QRPay.initVietQR({
          bankBin: parts.bin,
          bankNumber: parts.account,
          ...(parts.amount && { amount: String(parts.amount) }),
          ...(parts.purpose && { purpose: parts.purpose }),
          service: parts.service === 'QRIBFTTC' ? VietQRService.BY_CARD_NUMBER : VietQRService.BY_ACCOUNT_NUMBER,
        });
        expect(encode(parts)).toBe(theirs.build());
      }),
    );
  });
});

describe('decoding', () => {
  const start = '000201010211';
  const account = '38540010A00000072701240006970423011001234567890208QRIBFTTA';
  const end = '53037045802VN';

  test('gives back what was encoded', () => {
    fc.assert(
      fc.property(transfer, (parts) => {
        expect(decodeVietQr(encode(parts))).toEqual({
          ok: true,
          value: { service: 'QRIBFTTA', ...parts, currency: 'VND', oneTime: parts.amount !== undefined },
        });
      }),
    );
  });

  test('refuses any code with one character changed', () => {
    fc.assert(
      fc.property(transfer, fc.nat(), fc.constantFrom(...'0123456789ABCXYZ '), (parts, at, other) => {
        const payload = encode(parts);
        const i = at % payload.length;
        fc.pre(payload[i] !== other);
        expect(decodeVietQr(payload.slice(0, i) + other + payload.slice(i + 1)).ok).toBe(false);
      }),
    );
  });

  test('answers any text, with a right checksum too', () => {
    fc.assert(fc.property(fc.string(), (text) => !decodeVietQr(text).ok));
    fc.assert(fc.property(fc.stringMatching(/^[0-9A-Z]{0,60}$/), (text) => !decodeVietQr(sealed(`000201${text}`)).ok));
  });

  test('skips fields it does not know and takes a checksum in lower case', () => {
    const payload = sealed(`${start}${account}${end}5907TREASUR6007LAO CAI`);
    expect(decodeVietQr(payload).ok).toBe(true);
    expect(decodeVietQr(ACCOUNT_ONLY.replace('F64B', 'f64b')).ok).toBe(true);
  });

  test.each([
    ['no code at all', 'https://dichvucong.gov.vn', 'shape'],
    ['nothing', '', 'shape'],
    ['no checksum', ACCOUNT_ONLY.slice(0, -8), 'crc'],
    ['a length that runs over', sealed(`${start}${account}${end}5999X`), 'length'],
    ['a field twice', sealed(`${start}${account}${account}${end}`), 'shape'],
    ['an unknown way to initiate', sealed(`000201010213${account}${end}`), 'shape'],
    ['no account field', sealed(`${start}${end}`), 'scheme'],
    ['another network', sealed(`${start}${account.replace('A000000727', 'A000000775')}${end}`), 'scheme'],
    ['cash withdrawal', sealed(`${start}${account.replace('08QRIBFTTA', '08QRCASHXX')}${end}`), 'service'],
    ['dollars', sealed(`${start}${account}53038405802VN`), 'currency'],
    ['another country', sealed(`${start}${account}53037045802LA`), 'country'],
    ['an amount of 0', sealed(`${start}${account}530370454010${'5802VN'}`), 'amount'],
    ['a fraction', sealed(`${start}${account}530370454041.50${'5802VN'}`), 'amount'],
  ])('refuses %s', (_, payload, reason) => {
    expect(decodeVietQr(payload)).toEqual({ ok: false, reason });
  });
});
