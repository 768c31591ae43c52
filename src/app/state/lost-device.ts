import { create } from 'zustand';
import type { Uuid } from '#core/dossier/dossier.ts';
import { LOST_DEVICE_PATH, LostDeviceAnswer, type LostDevice } from '#protocol/lost-device.ts';
import { platform, store, useApp } from './app.ts';
import { lostHereOf, type LostHere } from './lost-here.ts';

/** A device that has been asked about needs no asking again. Storage that is thrown away takes this along. */
const KNOWN = 'banso-known-';
/** With a device: the dossiers whose papers the one before it lost. It outlives the reading of what was lost. */
const LOST = 'banso-lost-';

type Found = { readonly account: string; readonly device: Uuid; readonly lost: LostDevice };

const useFound = create<{ found: Found | null; dossiers: Dossiers | null }>(() => ({ found: null, dossiers: null }));

/** Dossiers of an account with papers that went with an earlier store of this very phone. */
type Dossiers = { readonly account: string; readonly ids: ReadonlySet<Uuid> };

/** The account that is being asked for, and the contact at which it was asked last. */
let asking: string | null = null;
let askedAt: number | null = null;

/** Asks the server, once for each device this phone becomes, whether the browser threw away the one before. */
export function watchForLostDevice(): void {
  useApp.subscribe(({ me, server, store: state, storeLost, sync }) => {
    const contact = sync?.lastContactAt ?? null;
    if (!me || state !== 'open' || storeLost) return;
    if (useFound.getState().dossiers?.account !== me.account) void recall(me.account);
    if (server !== 'in') return;
    if (contact === null || contact === askedAt || asking === me.account) return;
    asking = me.account;
    askedAt = contact;
    void ask(me.account).then(() => (asking = null));
  });
}

/** What was found in an earlier session, with or without signal. */
async function recall(account: string): Promise<void> {
  useFound.setState({ dossiers: { account, ids: new Set() } });
  const device = await deviceOf(account);
  const ids = device === null ? '' : (localStorage.getItem(LOST + device) ?? '');
  if (ids !== '') useFound.setState({ dossiers: { account, ids: new Set(ids.split(' ')) } });
}

async function ask(account: string): Promise<void> {
  const device = await deviceOf(account);
  if (device === null || localStorage.getItem(KNOWN + device) !== null) return;
  const answer = await platform().api.get(`${LOST_DEVICE_PATH}?device=${device}`, LostDeviceAnswer);
  // Without an answer it is asked again at a later contact.
  if (!answer.ok) return;
  const { lost } = answer.value;
  if (lost === null) localStorage.setItem(KNOWN + device, '');
  else {
    const ids = lost.incomplete.map(({ id }) => id);
    localStorage.setItem(LOST + device, ids.join(' '));
    useFound.setState({ found: { account, device, lost }, dossiers: { account, ids: new Set(ids) } });
  }
}

async function deviceOf(account: string): Promise<Uuid | null> {
  const open = store();
  const start = open.account === account ? await open.sync.start() : null;
  return start?.ok ? start.value.device : null;
}

/** What the browser threw away of whoever is signed in; null when nothing, or when it has been read. */
export function useLostDevice(): LostDevice | null {
  const account = useApp((state) => state.me?.account);
  return useFound(({ found }) => (found && found.account === account ? found.lost : null));
}

/** True where papers of a dossier are lost on this phone, and so on the only one that had them. */
export function useLostHere(): LostHere {
  const account = useApp((state) => state.me?.account);
  const dossiers = useFound((state) => state.dossiers);
  const aside = useApp((state) => state.aside);
  return lostHereOf(dossiers !== null && dossiers.account === account ? dossiers.ids : null, aside);
}

/** Put aside unread: it is shown again at the next start. */
export function putLostDeviceAside(): void {
  useFound.setState({ found: null });
}

/** The person has read it. Where the server cannot be told now, it is shown again at the next start. */
export async function understandLostDevice(): Promise<void> {
  const { found } = useFound.getState();
  if (!found) return;
  const { device } = found;
  const told = await platform().api.post(LOST_DEVICE_PATH, { device }, LostDeviceAnswer);
  if (told.ok) localStorage.setItem(KNOWN + device, '');
  useFound.setState({ found: null });
}
