import type { Settings } from '#server/settings.ts';

/** The bank's name in the webhook's address and in the ledger. */
export function providerOf({ identity }: Pick<Settings, 'identity'>): string {
  return identity.kind === 'sandbox' ? 'sandbox' : 'bank';
}
