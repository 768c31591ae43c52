import { useTranslation } from 'react-i18next';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { Unbroken } from '#app/parts/Unbroken.tsx';
import { usePlace } from '#app/router.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { Notice } from '#ui/Notice.tsx';

/** The dossier somebody has just sealed, if this screen was opened by that. */
function keptOf(state: unknown): string | null {
  return typeof state === 'object' && state !== null && 'kept' in state && typeof state.kept === 'string'
    ? state.kept
    : null;
}

/** Says calmly what has become of the dossier that was just sealed: kept here, or stored on the server already. */
export function JustKept() {
  const { t } = useTranslation('outbox');
  const { state } = usePlace();
  const howItGoes = useHowItGoes();
  const id = keptOf(state);
  const { outbox, dossiers } = useApp();
  const entry = outbox.find(({ command: { intent } }) => intent.type === 'submit' && intent.dossier === id);
  const dossier = dossiers.find((at) => at.id === id);
  if (id === null || entry?.refusal) return null;
  if (dossier) {
    return (
      <Notice
        tone="done"
        title={<Unbroken text={t('justStored', { code: dossier.code })} part={dossier.code} />}
        action={{ label: t('toDossier'), href: paths.dossier(id) }}
        live
      />
    );
  }
  if (!entry) return null;
  return (
    <Notice tone="waiting" icon="lock" title={t('justKept')} live>
      {t('justKeptText')} {howItGoes({ form: true, photos: entry.files })}
    </Notice>
  );
}
