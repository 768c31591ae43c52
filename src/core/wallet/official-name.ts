import { fold } from '#core/text/fold.ts';
import type { PaperKind } from './kind.ts';

/**
 * How the portal's records name the papers of the wallet, folded. A divorce or a death is named in too many ways, and
 * of too many people, to be known by name.
 */
const NAMES: readonly (readonly [PaperKind, readonly string[]])[] = [
  [
    'identityCard',
    [
      'the can cuoc cong dan',
      'the can cuoc',
      'can cuoc cong dan',
      'can cuoc',
      'giay chung minh nhan dan',
      'chung minh nhan dan',
      'cccd',
      'cmnd',
    ],
  ],
  ['childBirthCertificate', birthOf(['cua con', 'cua tre em', 'cua tre'])],
  ['birthCertificate', birthOf([])],
  ['marriageCertificate', ['giay chung nhan dang ky ket hon', 'giay chung nhan ket hon', 'giay dang ky ket hon']],
  [
    'landCertificate',
    [
      'giay chung nhan quyen su dung dat quyen so huu nha o va tai san khac gan lien voi dat',
      'giay chung nhan quyen su dung dat quyen so huu tai san gan lien voi dat',
      'giay chung nhan quyen su dung dat',
    ],
  ],
  ['healthInsuranceCard', ['the bao hiem y te', 'the bhyt']],
  [
    'poorHousehold',
    ['giay chung nhan ho ngheo ho can ngheo', 'giay chung nhan ho ngheo', 'giay xac nhan ho ngheo', 'ho can ngheo'],
  ],
  [
    'residenceConfirmation',
    ['giay xac nhan thong tin ve cu tru', 'giay xac nhan thong tin cu tru', 'giay xac nhan cu tru'],
  ],
  ['disabilityCertificate', ['giay xac nhan muc do khuyet tat', 'giay xac nhan khuyet tat']],
];

/** What may stand beside the name without making it another paper, or somebody else's; the longer before the shorter. */
const BESIDE = [
  'giay to khac co gia tri thay the',
  'giay to co gia tri thay the',
  'cua nguoi nop ho so',
  'cua nguoi yeu cau',
  'cua nguoi de nghi',
  'con thoi han su dung',
  'con gia tri su dung',
  'con hieu luc',
  'con han',
  'de doi chieu',
  'ban chinh',
  'ban chup',
  'ban photo',
  'ban goc',
  'ban sao',
  'trich luc khai sinh',
  'hoac ho chieu',
  'chung thuc',
  'cong chung',
  'da cap',
  'neu co',
  'hoac',
  'kem',
  'co',
  'va',
] as const;

function birthOf(whose: readonly string[]): string[] {
  const names = ['giay khai sinh', 'trich luc khai sinh'];
  return whose.length === 0 ? names : names.flatMap((name) => whose.map((of) => `${name} ${of}`));
}

/**
 * Which paper of the wallet a paper of an official record is, or null. Careful rather than clever: nothing may be left
 * of the name that is not understood, since a person would be told that a paper is there.
 */
export function kindOfOfficial(name: string): PaperKind | null {
  const words = ` ${fold(name)
    .split(/[^a-z0-9]+/)
    .join(' ')} `;
  for (const [kind, names] of NAMES) {
    const without = leaveOut(words, names);
    if (without !== words && isNothing(leaveOut(without, BESIDE))) return kind;
  }
  return null;
}

function leaveOut(words: string, phrases: readonly string[]): string {
  return phrases.reduce((left, phrase) => left.replace(new RegExp(` ${phrase}(?= )`, 'g'), ''), words);
}

/** Numbers and the letters of a list are nothing. */
function isNothing(words: string): boolean {
  return words.split(' ').every((word) => /^(\d*|[a-z])$/.test(word));
}
