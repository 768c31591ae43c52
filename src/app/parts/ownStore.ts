import { store, useApp } from '#app/state/app.ts';

/**
 * Whether the store open now is this account's: another person may have signed in meanwhile, from another tab.
 * Asked of the account rather than of the store, since one the browser took away is opened anew for the same person.
 */
export function isOpenFor(account: string): boolean {
  const state = useApp.getState().store;
  return state !== 'closed' && state !== 'opening' && store().account === account;
}
