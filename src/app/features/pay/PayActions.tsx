import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSandbox } from '#app/state/keys.ts';
import { useText } from '#app/parts/useText.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Pay.module.css';
import { drawQrImage, type QrImageText } from './qrImage.ts';
import { saveFile } from '#app/parts/saveFile.ts';

type PayActionsProps = { payload: string; reference: string; picture: QrImageText };

/** Ways to pay: one's own bank app, or a picture for whoever pays instead. */
export function PayActions({ payload, reference, picture }: PayActionsProps) {
  const { t } = useTranslation('pay');
  const { language } = useText();
  const sandbox = useSandbox();
  const [how, setHow] = useState(false);
  const save = useSave(payload, reference, picture);
  return (
    <BottomBar>
      {sandbox ? (
        <LinkButton href={`/sandbox/bank?lang=${language}&qr=${encodeURIComponent(payload)}`} icon="bank">
          {t('openSandboxBank')}
        </LinkButton>
      ) : (
        <Button icon="bank" onClick={() => setHow(true)}>
          {t('openBank')}
        </Button>
      )}
      <Button variant="secondary" icon="download" onClick={save.act} hint={save.said}>
        {t('save.button')}
      </Button>
      <Sheet open={how} onClose={() => setHow(false)} title={t('how.title')}>
        <ol className={styles.steps}>
          <li>{t('how.save')}</li>
          <li>{t('how.open')}</li>
          <li>{t('how.check', { payee: picture.payee, amount: picture.amount })}</li>
          <li>{t('how.confirm')}</li>
        </ol>
        <Text size="m" quiet>
          {t('how.byHand')}
        </Text>
        <Button variant="secondary" icon="download" onClick={save.act} hint={save.said}>
          {t('save.button')}
        </Button>
      </Sheet>
    </BottomBar>
  );
}

function useSave(payload: string, reference: string, picture: QrImageText) {
  const { t } = useTranslation('pay');
  const [said, setSaid] = useState<'saved' | 'failed' | null>(null);
  const act = async () => {
    const image = await drawQrImage(payload, picture);
    if (!image) return setSaid('failed');
    const how = await saveFile(image, `${reference}.png`);
    return setSaid(how === 'cancelled' ? null : 'saved');
  };
  return { act: () => void act(), said: said === null ? undefined : t(`save.${said}`) };
}
