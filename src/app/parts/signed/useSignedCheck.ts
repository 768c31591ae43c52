import { useEffect, useState } from 'react';
import { platform } from '#app/state/app.ts';
import { pinProvince, useProvinceKeys } from '#app/state/keys.ts';
import type { PinnedKey } from '#app/state/platform.ts';
import { checkOf, type SignedCheck } from './signed.ts';

/** What this phone makes of a token: as a `SignedCheck`, with an unknown key told apart by whether the server was asked. */
export type SignedState =
  | Exclude<SignedCheck, { kind: 'unknownKey' }>
  | { readonly kind: 'checking' }
  /** No pinned key fits, and the server could not be asked for newer ones. */
  | { readonly kind: 'keyUnknown' }
  /** The server has no such key either. */
  | { readonly kind: 'notOurs' };

type Found = { readonly token: string; readonly keys: readonly PinnedKey[]; readonly check: SignedCheck };

/**
 * Verifies a token with the pinned keys, without network. Where none fits, the server is asked once for keys it has
 * taken into use since; `askAgain` asks once more.
 */
export function useSignedCheck(token: string): { state: SignedState; asking: boolean; askAgain: () => void } {
  const keys = useProvinceKeys();
  const [found, setFound] = useState<Found | null>(null);
  const [asked, setAsked] = useState<{ readonly token: string; readonly heard: boolean } | null>(null);
  useEffect(() => {
    if (!keys) return undefined;
    let gone = false;
    void platform()
      .jws.verify(token, keys)
      .then((verified) => {
        if (!gone) setFound({ token, keys, check: checkOf(verified) });
      });
    return () => {
      gone = true;
    };
  }, [token, keys]);

  const check = found && found.token === token && found.keys === keys ? found.check : null;
  const lacking = keys === null || check?.kind === 'unknownKey';
  const answer = asked?.token === token ? asked : null;
  const asking = lacking && answer === null;
  useEffect(() => {
    if (asking) void pinProvince().then((heard) => setAsked({ token, heard }));
  }, [asking, token]);

  return {
    state: stateOf(check, lacking, answer?.heard ?? false),
    asking,
    askAgain: () => setAsked(null),
  };
}

function stateOf(check: SignedCheck | null, lacking: boolean, heard: boolean): SignedState {
  if (lacking) return { kind: heard ? 'notOurs' : 'keyUnknown' };
  return check && check.kind !== 'unknownKey' ? check : { kind: 'checking' };
}
