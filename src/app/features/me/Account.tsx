import { useTranslation } from 'react-i18next';
import type { Me } from '#protocol/http.ts';
import { paths } from '#app/paths.ts';
import { SignInButton } from '#app/parts/SignInButton.tsx';
import { useApp } from '#app/state/app.ts';
import { useCatalogue } from '#app/state/catalogue.ts';
import { Card } from '#ui/Card.tsx';
import { Row } from '#ui/ListRow.tsx';
import { Text } from '#ui/Text.tsx';

/** Who this phone works for now, or the way to sign in. */
export function Account() {
  const me = useApp((state) => state.me);
  return <Card>{me ? <Known me={me} /> : <Unknown />}</Card>;
}

function Known({ me }: { me: Me }) {
  const { t } = useTranslation('me');
  const catalogue = useCatalogue();
  const server = useApp((state) => state.server);
  const unit = me.unit ?? me.person.unit ?? null;
  const place = unit !== null && catalogue?.units.has(unit) ? catalogue.unitName(unit) : null;
  const atDesk = me.kind === 'officer' || me.kind === 'administrator';
  return (
    <>
      <Row
        icon="user"
        title={me.name}
        subtitle={[t(`kind.${me.kind}`), place].filter((part) => part !== null).join(' · ')}
      />
      {atDesk && <Row icon="stamp" title={t('account.desk')} subtitle={t('account.deskText')} href={paths.desk} />}
      {server === 'out' && (
        <>
          <Text size="m">{t('account.out')}</Text>
          <SignInButton returnTo={paths.me} label={t('account.again')} />
        </>
      )}
    </>
  );
}

function Unknown() {
  const { t } = useTranslation('me');
  return (
    <>
      <Row icon="user" tone="waiting" title={t('account.nobody')} subtitle={t('account.nobodyText')} />
      <SignInButton returnTo={paths.me} />
    </>
  );
}
