import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KeptReceipt } from '#core/ports.ts';
import type { ReceiptClaims } from '#protocol/receipt.ts';
import { ReceiptFacts } from '#app/parts/signed/ReceiptFacts.tsx';
import { useSignedCheck, type SignedState } from '#app/parts/signed/useSignedCheck.ts';
import { saveFile } from '#app/parts/saveFile.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { QrCode } from '#ui/QrCode.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Text } from '#ui/Text.tsx';

type ReceiptSheetProps = { kept: KeptReceipt; onClose: () => void };

/** A receipt to show, to hand on and to keep. Its code is drawn only once its signature holds. */
export function ReceiptSheet({ kept, onClose }: ReceiptSheetProps) {
  const { t } = useTranslation('dossiers');
  const token = kept.receipt;
  const { state } = useSignedCheck(token);
  const claims = claimsFor(kept, state);
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('receipt.title')}
      footer={claims && <Keep token={token} name={`bien-nhan-${claims.code}-${claims.type}.txt`} />}
    >
      {state.kind === 'checking' && <Skeleton lines={8} />}
      {state.kind !== 'checking' && claims === null && <Doubt kind={state.kind} />}
      {claims && (
        <>
          <QrCode text={token} label={t('receipt.qr', { code: claims.code })} dense />
          <Text size="s" quiet center>
            {t('receipt.how')}
          </Text>
          <ReceiptFacts claims={claims} />
          <Notice icon="shield" title={t('receipt.genuine')}>
            {t('receipt.means')}
          </Notice>
        </>
      )}
    </Sheet>
  );
}

/** What the receipt says, when it is genuine and of the very command it was kept for. */
function claimsFor({ command, dossier }: KeptReceipt, state: SignedState): ReceiptClaims | null {
  if (state.kind !== 'genuine' || state.thing.kind !== 'receipt') return null;
  const { claims } = state.thing;
  return claims.command === command && claims.dossier === dossier ? claims : null;
}

/** The receipt is on this phone and yet cannot be believed: said, never hidden. */
function Doubt({ kind }: { kind: Exclude<SignedState['kind'], 'checking'> }) {
  const { t } = useTranslation('dossiers');
  const waits = kind === 'keyUnknown';
  return (
    <Notice tone={waits ? 'waiting' : 'act'} title={t(waits ? 'receipt.keyUnknown' : 'receipt.doubt')} live>
      {t(waits ? 'receipt.keyUnknownText' : 'receipt.doubtText')}
    </Notice>
  );
}

function Keep({ token, name }: { token: string; name: string }) {
  const { t } = useTranslation('dossiers');
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const save = async () => {
    setBusy(true);
    const how = await saveFile(new Blob([token], { type: 'text/plain' }), name);
    setBusy(false);
    if (how !== 'cancelled') setSaved(true);
  };
  return (
    <Button
      icon="share"
      busy={busy}
      onClick={() => void save()}
      hint={saved ? t('receipt.saved', { name }) : undefined}
    >
      {t('receipt.save')}
    </Button>
  );
}
