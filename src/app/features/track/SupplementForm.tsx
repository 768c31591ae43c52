import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import type { Dossier } from '#core/dossier/dossier.ts';
import type { StoreFailure } from '#core/ports.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { supplement } from '#app/state/actions.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Question } from '#ui/Question.tsx';
import { SavedLine } from '#ui/SavedLine.tsx';
import { Text } from '#ui/Text.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { SupplementItemCard } from './SupplementItemCard.tsx';
import type { AddedPage } from './supplementPages.ts';
import { useWhen } from './useWhen.ts';

const MOST_CHARACTERS = 1000;

type SupplementFormProps = {
  dossier: Dossier;
  asked: NonNullable<Dossier['supplement']>;
  procedure: Procedure | null;
};

/** Photos and words are only on this screen until they are sealed together; the screen says so. */
export function SupplementForm({ dossier, asked, procedure }: SupplementFormProps) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const when = useWhen();
  const [pages, setPages] = useState<readonly AddedPage[]>([]);
  const [note, setNote] = useState('');
  const empty = pages.length === 0 && note.trim() === '';
  const { send, busy, failure, lacking } = useSend(dossier.id, note, pages);
  useAskBeforeLeaving(!empty);
  const size = pages.reduce((sum, { file }) => sum + file.size, 0);

  return (
    <PhoneScreen
      title={t('supplement.title')}
      backHref={paths.dossier(dossier.id)}
      bottomBar={
        <BottomBar>
          <Button
            icon="send"
            busy={busy}
            onClick={send}
            hint={size > 0 ? t('supplement.cost', { size: formatBytes(size, language) }) : undefined}
          >
            {t('supplement.send')}
          </Button>
        </BottomBar>
      }
    >
      <Question hint={t('act.supplement.due', { due: when.day(asked.dueDay) })}>
        {t('supplement.question', { count: asked.items.length })}
      </Question>
      <Text size="m">{asked.reason}</Text>
      {failure && (
        <Notice tone="act" title={errors(`store.${failure.code}.title`)} live>
          {errors(`store.${failure.code}.text`)}
        </Notice>
      )}
      {lacking && empty && (
        <Notice tone="act" live>
          {t('supplement.lacking')}
        </Notice>
      )}
      {asked.items.map((item, at) => (
        <SupplementItemCard
          key={`${String(at)}-${item.what}`}
          index={at}
          item={item}
          procedure={procedure}
          all={pages}
          onChange={setPages}
        />
      ))}
      <TextArea
        label={t('supplement.note')}
        need="optional"
        value={note}
        onChange={setNote}
        rows={3}
        limit={MOST_CHARACTERS}
      />
      {!empty && <SavedLine tone="saving" text={t('supplement.notKeptYet')} />}
    </PhoneScreen>
  );
}

/** Seals the answer once; until it is on the disk nothing leaves this screen. */
function useSend(dossier: string, note: string, pages: readonly AddedPage[]) {
  const navigate = useNavigate();
  const [busy, setBusy] = useState(false);
  const [lacking, setLacking] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const sealing = useRef(false);
  const send = async (): Promise<void> => {
    const words = note.trim();
    if (sealing.current || words.length > MOST_CHARACTERS) return;
    if (pages.length === 0 && words === '') return setLacking(true);
    sealing.current = true;
    setBusy(true);
    const kept = await supplement(dossier, words, pages);
    sealing.current = false;
    setBusy(false);
    setFailure(kept.ok ? null : kept.failure);
    if (kept.ok) await navigate(paths.dossier(dossier), { replace: true });
  };
  return { send: () => void send(), busy, failure, lacking };
}

function useAskBeforeLeaving(wanted: boolean): void {
  useEffect(() => {
    if (!wanted) return undefined;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [wanted]);
}
