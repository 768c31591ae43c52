import { useTranslation } from 'react-i18next';
import { platform, useApp } from '#app/state/app.ts';
import { goesOf, type Cargo } from './goes.ts';

/** Says how something kept here gets to the server, as it stands now. */
export function useHowItGoes(): (cargo: Cargo) => string {
  const { t } = useTranslation('home');
  const { server, sync } = useApp();
  const { backgroundSync } = platform().host;
  const say = (cargo: Cargo) => goesOf({ server, sync, backgroundSync }, cargo).map((goes) => t(`goes.${goes}`));
  return (cargo) => say(cargo).join(' ');
}
