import { expect, test } from 'vitest';
import { INITIAL } from '#core/sync/state.ts';
import { goesOf, type Cargo, type Goes } from './goes.ts';

const photos = [{ hash: 'ff', size: 10, type: 'image/webp' as const }];
const form: Cargo = { form: true, photos: [] };
const both: Cargo = { form: true, photos };
const alone: Cargo = { form: false, photos };
const quiet = { server: 'in', sync: INITIAL, backgroundSync: true } as const;
const onWifi = { ...INITIAL, photos: 'wifi', metered: true } as const;

test.each<[string, Partial<Parameters<typeof goesOf>[0]>, Cargo, readonly Goes[]]>([
  ['with nothing in its way it goes by itself', {}, both, ['byItself']],
  ['an engine that has not begun bars nothing', { sync: null }, both, ['byItself']],
  ['without Background Sync it goes only while the app is open', { backgroundSync: false }, both, ['whileOpen']],
  ['a session that ended comes first', { server: 'out', backgroundSync: false }, form, ['afterSignIn']],
  ['the engine may know of it alone', { sync: { ...INITIAL, blocked: 'signedOut' } }, form, ['afterSignIn']],
  ['another’s session sends nothing', { sync: { ...INITIAL, blocked: 'wrongAccount' } }, form, ['afterSignIn']],
  [
    'an app too old is updated first',
    { server: 'out', sync: { ...INITIAL, blocked: 'outdated' } },
    form,
    ['afterUpdate'],
  ],
  ['a disagreement needs help', { sync: { ...INITIAL, blocked: 'disagreement' } }, form, ['afterHelp']],
  ['an older server needs nobody here', { sync: { ...INITIAL, blocked: 'serverOlder' } }, form, ['byItself']],
  ['a form goes on any network', { sync: onWifi }, form, ['byItself']],
  ['its photos wait for Wi-Fi', { sync: onWifi }, both, ['byItself', 'photosHeld']],
  ['photos alone do nothing else', { sync: onWifi }, alone, ['photosHeld']],
  ['a phone that does not tell its network holds them', { sync: { ...onWifi, metered: null } }, alone, ['photosHeld']],
  ['on Wi-Fi they go', { sync: { ...onWifi, metered: false } }, both, ['byItself']],
  ['they go where they may this once', { sync: { ...onWifi, allowedOnce: true } }, alone, ['byItself']],
  ['signing in comes before Wi-Fi', { server: 'out', sync: onWifi }, alone, ['afterSignIn']],
])('%s', (_, around, cargo, goes) => {
  expect(goesOf({ ...quiet, ...around }, cargo)).toEqual(goes);
});
