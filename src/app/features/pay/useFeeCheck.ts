import { useEffect, useState } from 'react';
import type { FeeRequest, Uuid } from '#core/dossier/dossier.ts';
import { platform } from '#app/state/app.ts';
import { useProvinceKeys } from '#app/state/keys.ts';
import { feeFault, type FeeFault } from './feeCheck.ts';

/** What is known of a fee request's signature. `noKeys`: this phone has never met the province. */
export type FeeCheck = 'checking' | 'noKeys' | 'genuine' | { readonly fault: FeeFault };

/** Verifies the province's signature with the pinned keys; works without network. */
export function useFeeCheck(dossier: Uuid, fee: FeeRequest): FeeCheck {
  const keys = useProvinceKeys();
  const [check, setCheck] = useState<{ readonly of: string; readonly result: FeeCheck } | null>(null);
  useEffect(() => {
    if (!keys) return undefined;
    let gone = false;
    void platform()
      .jws.verify(fee.signed, keys)
      .then((verified) => {
        if (gone) return;
        const fault = feeFault(dossier, fee, verified);
        setCheck({ of: fee.signed, result: fault === null ? 'genuine' : { fault } });
      });
    return () => {
      gone = true;
    };
  }, [dossier, fee, keys]);
  if (!keys) return 'noKeys';
  return check?.of === fee.signed ? check.result : 'checking';
}

/** The longest a browser's timer waits. */
const LONGEST_MS = 2 ** 31 - 1;

/** True once an instant has passed, without anybody touching the screen. */
export function useExpired(expiresAt: number): boolean {
  const { clock, timers } = platform();
  const [, setLooked] = useState(0);
  const left = expiresAt - clock.now();
  useEffect(() => {
    if (left <= 0) return undefined;
    return timers.after(Math.min(left, LONGEST_MS), () => setLooked((count) => count + 1));
  }, [left, timers]);
  return left <= 0;
}
