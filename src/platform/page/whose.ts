import { WHOSE_COOKIE } from '#protocol/http.ts';
import type { Whose } from './session.ts';

const NAMES = [`__Host-${WHOSE_COOKIE}`, WHOSE_COOKIE];

/** Reads the server's word of whose session this browser has. The server sets it; a sign-out without network deletes it. */
export const whose: Whose = {
  account: () => {
    for (const pair of document.cookie.split('; ')) {
      const [name = '', value = ''] = pair.split('=');
      if (NAMES.includes(name) && value !== '') return value;
    }
    return null;
  },
  forget: () => {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    for (const name of NAMES) document.cookie = `${name}=; Path=/; Max-Age=0${secure}`;
  },
};
