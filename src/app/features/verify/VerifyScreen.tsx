import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { findToken } from '#app/parts/signed/signed.ts';
import { paths } from '#app/paths.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Result, Verdict } from './Result.tsx';
import { Ways } from './Ways.tsx';

/** What was given to check: a token, or something that holds none. */
type Given = { readonly token: string } | { readonly token: null; readonly why: 'noCode' | 'noToken' };

/**
 * Says whether the province signed something, and what that proves: for a receipt on a neighbour's screen, a fee
 * request passed on by a stranger. Needs no account and, after one contact, no network.
 */
export default function VerifyScreen() {
  const { t } = useTranslation('verify');
  const [given, setGiven] = useState<Given | null>(null);
  const take = (text: string | null) => {
    if (text === null) return setGiven({ token: null, why: 'noCode' });
    const token = findToken(text);
    return setGiven(token === null ? { token: null, why: 'noToken' } : { token });
  };
  return (
    <PhoneScreen title={t('title')} backHref={paths.me}>
      {given === null && <Introduction />}
      {given?.token === null && <Verdict key={given.why} kind={given.why} />}
      {given?.token && <Result key={given.token} token={given.token} />}
      {given !== null && (
        <Button variant="quiet" wide icon="refresh" onClick={() => setGiven(null)}>
          {t('another')}
        </Button>
      )}
      {given === null && <Ways onText={take} />}
    </PhoneScreen>
  );
}

function Introduction() {
  const { t } = useTranslation('verify');
  return (
    <Card>
      <List label={t('intro.title')}>
        <ListRow icon="shield" tone="done" title={t('intro.title')} subtitle={t('intro.text')} />
        <ListRow icon="stamp" title={t('intro.receipt')} subtitle={t('intro.receiptText')} />
        <ListRow icon="bank" title={t('intro.fee')} subtitle={t('intro.feeText')} />
        <ListRow icon="wifiOff" tone="waiting" title={t('intro.offline')} subtitle={t('intro.offlineText')} />
      </List>
    </Card>
  );
}
