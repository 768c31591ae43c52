import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'wouter';
import { changeLanguage } from '#app/i18n.ts';
import { paths } from '#app/paths.ts';
import { AsideNotice } from '#app/parts/aside/AsideNotice.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreTrouble, useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { useSettled } from '#app/parts/useSettled.ts';
import { useText } from '#app/parts/useText.ts';
import { useApp } from '#app/state/app.ts';
import { LANGUAGES } from '#core/text/localized.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { ChoiceChips } from '#ui/ChoiceChips.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { About } from './About.tsx';
import { Account } from './Account.tsx';
import { SignOutSheet } from './SignOutSheet.tsx';
import { signInProblemOf } from './signInProblem.ts';
import { CataloguePocket } from './CataloguePocket.tsx';
import { ThisPhone } from './ThisPhone.tsx';

/** Who is signed in, the language, what this phone keeps, and the way out that loses nothing silently. */
export default function MeScreen() {
  const { t } = useTranslation('me');
  const me = useApp((state) => state.me);
  const settled = useSettled();
  const [leaving, setLeaving] = useState(false);
  const [left, setLeft] = useState<{ toldServer: boolean } | null>(null);
  return (
    <PhoneScreen title={t('title')} tab="me">
      <SignInProblemNotice />
      {left && !me && (
        <Notice live tone="done" title={t('signOut.done')}>
          {left.toldServer ? t('signOut.doneText') : t('signOut.doneLater')} {t('signOut.doneTabs')}
        </Notice>
      )}
      <StoreTrouble failure={useStoreFailure()} />
      <AsideNotice />
      {settled && <Account />}
      <LanguageChoice />
      <ThisPhone />
      <CataloguePocket />
      <SectionTitle>{t('more.title')}</SectionTitle>
      <Card>
        <List>
          <ListRow
            icon="box"
            tone="waiting"
            title={t('more.outbox')}
            subtitle={t('more.outboxText')}
            href={paths.outbox}
          />
          <ListRow
            icon="shield"
            tone="done"
            title={t('more.verify')}
            subtitle={t('more.verifyText')}
            href={paths.verify}
          />
          <ListRow icon="list" title={t('more.log')} subtitle={t('more.logText')} href={paths.log} />
        </List>
      </Card>
      <About />
      {me && (
        <Button variant="quiet" wide icon="logout" onClick={() => setLeaving(true)}>
          {t('signOut.button')}
        </Button>
      )}
      {leaving && (
        <SignOutSheet
          onClose={() => setLeaving(false)}
          onSignedOut={(outcome) => {
            setLeaving(false);
            setLeft(outcome);
          }}
        />
      )}
    </PhoneScreen>
  );
}

/** Why a sign-in came to nothing, in words; it goes away with the address it stands in. */
function SignInProblemNotice() {
  const { t } = useTranslation('me');
  const [params, setParams] = useSearchParams();
  const problem = signInProblemOf(params.get('signIn'));
  if (!problem) return null;
  const putAway = () => setParams({}, { replace: true });
  return (
    <Notice
      live
      tone="act"
      icon="key"
      title={t(`signInProblem.${problem}.title`)}
      action={{ label: t('signInProblem.close'), onClick: putAway }}
    >
      {t(`signInProblem.${problem}.text`)}
    </Notice>
  );
}

function LanguageChoice() {
  const { t } = useTranslation('me');
  const { language } = useText();
  return (
    <Card>
      <ChoiceChips
        label={t('language.label')}
        options={LANGUAGES.map((value) => ({ value, label: t(`language.${value}`) }))}
        value={language}
        onChange={(chosen) => void changeLanguage(chosen === 'en' ? 'en' : 'vi')}
      />
    </Card>
  );
}
