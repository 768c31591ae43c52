import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { dayOf } from '#core/calendar/day.ts';
import type { Me } from '#protocol/http.ts';
import { paths } from '#app/paths.ts';
import { AsideNotice } from '#app/parts/aside/AsideNotice.tsx';
import { Chip } from '#app/parts/Chip.tsx';
import { LostDeviceNotice } from '#app/parts/lost/LostDeviceNotice.tsx';
import { DictationNotice } from '#app/parts/DictationNotice.tsx';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { StoreTrouble, useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { useDictation } from '#app/parts/useDictation.ts';
import { useSettled } from '#app/parts/useSettled.ts';
import { useText } from '#app/parts/useText.ts';
import { platform, useApp } from '#app/state/app.ts';
import { useProvince } from '#app/state/province.ts';
import { Button } from '#ui/Button.tsx';
import { HomeHeader } from '#ui/HomeHeader.tsx';
import { SearchField } from '#ui/SearchField.tsx';
import { greetingOf } from './greeting.ts';
import { InstallHint } from './InstallHint.tsx';
import { LifeEvents } from './LifeEvents.tsx';
import { MyDossiers } from './MyDossiers.tsx';
import { OutboxNotice, SessionNotice, UpdateNotice } from './notices.tsx';
import { SignInInvitation } from './SignInInvitation.tsx';

/** The first screen: who one is, what waits, what one can do, and what is under way. */
export default function HomeScreen() {
  const { t } = useTranslation('home');
  const me = useApp((state) => state.me);
  const settled = useSettled();
  const { language } = useText();
  const navigate = useNavigate();
  const [query, setQuery] = useState('');
  const find = (text: string) => {
    const words = text.trim();
    navigate(words === '' ? paths.procedures : `${paths.procedures}?q=${encodeURIComponent(words)}`);
  };
  const dictation = useDictation(language, find);

  const header = (
    <HomeHeader place={usePlace(me)} greeting={useGreeting(me)} chip={<Chip />}>
      <SearchField
        label={t('search')}
        value={query}
        onChange={setQuery}
        onSubmit={() => find(query)}
        onMic={dictation.supported ? dictation.start : undefined}
      />
    </HomeHeader>
  );
  return (
    <PhoneScreen title={t('title')} header={header} tab="home">
      {query.trim() !== '' && (
        <Button icon="search" onClick={() => find(query)}>
          {t('find', { query: query.trim() })}
        </Button>
      )}
      <DictationNotice {...dictation} />
      <LostDeviceNotice />
      <StoreTrouble failure={useStoreFailure()} />
      <AsideNotice />
      <UpdateNotice />
      <SessionNotice />
      <OutboxNotice />
      <LifeEvents />
      {me && <MyDossiers />}
      {!me && settled && <SignInInvitation />}
      <InstallHint />
    </PhoneScreen>
  );
}

function usePlace(me: Me | null): string {
  const { t } = useTranslation('home');
  const { text } = useText();
  const own = useProvince();
  if (!own) return '\u00a0';
  const province = text(own.name);
  const unit = me?.person.unit ?? me?.unit ?? null;
  const commune = own.communes.find(({ code }) => code === unit);
  if (!commune) return t('province', { province });
  const type = commune.type.charAt(0).toUpperCase() + commune.type.slice(1);
  return t('place', { unit: `${type} ${commune.name}`, province });
}

function useGreeting(me: Me | null): string {
  const { t } = useTranslation('home');
  if (!me) return t('greeting.nobody');
  const greeting = greetingOf(me.person, dayOf(platform().clock.now()));
  return t(`greeting.${greeting}`, { name: me.person.name });
}
