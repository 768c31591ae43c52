import { useTranslation } from 'react-i18next';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { Unbroken } from '#app/parts/Unbroken.tsx';
import { paths } from '#app/paths.ts';
import { Notice } from '#ui/Notice.tsx';
import { useJustKept } from './useJustKept.ts';

/** Says calmly what has become of the dossier that was just sealed: kept here, or stored on the server already. */
export function JustKept() {
  const { t } = useTranslation('outbox');
  const howItGoes = useHowItGoes();
  const kept = useJustKept();
  if (!kept) return null;
  const { dossier, entry } = kept;
  if (dossier) {
    return (
      <Notice
        tone="done"
        title={<Unbroken text={t('justStored', { code: dossier.code })} part={dossier.code} />}
        action={{ label: t('toDossier'), href: paths.dossier(dossier.id) }}
        live
      />
    );
  }
  return (
    <Notice tone="waiting" icon="lock" title={t('justKept')} live>
      {t('justKeptText')} {howItGoes({ form: true, photos: entry.files })}
    </Notice>
  );
}
