import type { LifeEvent } from '#core/procedure/procedure.ts';

/** The life events that have a guide, as their addresses name them. */
export const GUIDES = {
  birth: 'sinh-con',
  marriage: 'ket-hon',
  residence: 'cu-tru',
  land: 'dat-dai',
  certification: 'chung-thuc',
  benefits: 'tro-cap',
  insurance: 'bao-hiem',
  death: 'nguoi-than-mat',
} as const satisfies Partial<Record<LifeEvent, string>>;
export type GuideEvent = keyof typeof GUIDES;

/** Every address of the app, in one place. People see and share them, so they are Vietnamese. */
export const paths = {
  home: '/',
  procedures: '/thu-tuc',
  proceduresOf: (event: LifeEvent) => `/thu-tuc?viec=${event}`,
  procedure: (code: string) => `/thu-tuc/${code}`,
  guide: (event: GuideEvent) => `/huong-dan/${GUIDES[event]}`,
  dossiers: '/ho-so',
  dossier: (id: string) => `/ho-so/${id}`,
  supplement: (id: string) => `/ho-so/${id}/bo-sung`,
  replacement: (id: string) => `/ho-so/${id}/chup-lai`,
  pay: (id: string) => `/ho-so/${id}/nop-phi`,
  draft: (id: string) => `/ban-nhap/${id}`,
  draftPage: (id: string, page: string) => `/ban-nhap/${id}/${page}`,
  draftPapers: (id: string) => `/ban-nhap/${id}/giay-to`,
  draftReview: (id: string) => `/ban-nhap/${id}/xem-lai`,
  twoVersions: (id: string) => `/ban-nhap/${id}/hai-may`,
  outbox: '/cho-song',
  wallet: '/vi-giay-to',
  walletPaper: (id: string) => `/vi-giay-to/${id}`,
  me: '/toi',
  log: '/toi/nhat-ky',
  verify: '/xac-minh',
  desk: '/mot-cua',
  deskCatalogue: '/mot-cua/danh-muc',
  deskDossier: (id: string) => `/mot-cua/${id}`,
} as const;
