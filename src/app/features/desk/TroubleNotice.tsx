import { Notice } from '#ui/Notice.tsx';
import { retry } from './commands.ts';
import type { Trouble } from './work.ts';
import type { Words } from './words.ts';

/** Why nothing was done, and what to do. Everything written stays where it is. */
export function TroubleNotice({ id, trouble, words }: { id: string; trouble: Trouble; words: Words }) {
  const { t } = words;
  const again = { label: t('again'), onClick: () => void retry(id) };
  return trouble.kind === 'transport' ? (
    <Notice tone="act" live title={t('trouble.notDone')} action={again}>
      {words.trouble(trouble)} {t('trouble.kept')}
    </Notice>
  ) : (
    <Notice tone="act" live title={t('trouble.refused')}>
      {words.trouble(trouble)}
    </Notice>
  );
}
