import { useTranslation } from 'react-i18next';
import { filesOf, type Dossier } from '#core/dossier/dossier.ts';
import { isEmptySupplement, NOTE, noteOf } from '#core/dossier/supplement.ts';
import { formatBytes } from '#core/text/bytes.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { SaveNotice } from '#app/parts/draft/SaveNotice.tsx';
import { useEditorState } from '#app/parts/draft/useEditor.ts';
import { useSeal } from '#app/parts/draft/useSeal.ts';
import { isOverfull, PaperPages } from '#app/parts/papers/PaperPages.tsx';
import { useIntake } from '#app/parts/papers/useIntake.ts';
import { useUnderWayText } from '#app/parts/papers/useUnderWayText.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { sendSupplement } from '#app/state/actions.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Question } from '#ui/Question.tsx';
import { Text } from '#ui/Text.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { askedPapers } from './asked.ts';
import { useDue } from './useDue.ts';

const MOST_CHARACTERS = 1000;

type SupplementFormProps = { dossier: Dossier; asked: NonNullable<Dossier['supplement']>; editor: Editor };

/** What was asked, photos for each, a word to the officer: kept as they are taken, sealed together. */
export function SupplementForm({ dossier, asked, editor }: SupplementFormProps) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const { text, language } = useText();
  const due = useDue();
  const state = useEditorState(editor);
  const intake = useIntake(editor);
  const underWay = useUnderWayText(intake);
  const howItGoes = useHowItGoes();
  const { draft } = state;
  const empty = isEmptySupplement(draft);
  const { send, busy, failure, attempts } = useSeal(editor, {
    next: { to: paths.dossier(dossier.id) },
    isReady: (ready) => !isEmptySupplement(ready),
    mayGo: (ready) => intake.underWay === null && noteOf(ready).length <= MOST_CHARACTERS && !isOverfull(ready),
    seal: sendSupplement,
  });
  const photos = filesOf(draft.attachments);
  const size = photos.reduce((sum, file) => sum + file.size, 0);
  const cost = () =>
    `${t('supplement.cost', { size: formatBytes(size, language) })} ${howItGoes({ form: true, photos })}`;
  const begun = draft.rev > 0 || state.save.kind !== 'saved';

  return (
    <PhoneScreen
      title={t('supplement.title')}
      backHref={paths.dossier(dossier.id)}
      bottomBar={
        <BottomBar>
          {failure && (
            <Notice tone="act" title={t('supplement.notSealed')} live>
              {errors(`store.${failure.code}.text`)}
            </Notice>
          )}
          <Button
            icon="send"
            busy={busy || underWay !== undefined}
            blocked={isOverfull(draft) ? t('supplement.tooManyPages') : undefined}
            onClick={send}
            hint={underWay ?? (size > 0 ? cost() : undefined)}
          >
            {t('supplement.send')}
          </Button>
        </BottomBar>
      }
    >
      <Question hint={due(asked.dueDay)}>{t('supplement.question', { count: asked.items.length })}</Question>
      <Text size="m">{asked.reason}</Text>
      {attempts > 0 && empty && underWay === undefined && (
        <Notice tone="act" live>
          {t('supplement.lacking')}
        </Notice>
      )}
      {askedPapers(asked.items, draft.attachments, draft.procedure).map(({ id, document, what, max }) => {
        const paper = document ? text(document.name) : t('otherPaper');
        return (
          <Card key={id}>
            <CardHead
              level={3}
              title={what.length > 0 ? what.join(' · ') : paper}
              subtitle={what.length > 0 && document ? paper : undefined}
            />
            <PaperPages editor={editor} draft={draft} intake={intake} document={id} name={paper} max={max} />
          </Card>
        );
      })}
      <TextArea
        label={t('supplement.note')}
        need="optional"
        value={noteOf(draft)}
        onChange={(note) => editor.answer(null, NOTE, note)}
        onBlur={() => void editor.flush()}
        rows={3}
        limit={MOST_CHARACTERS}
      />
      {begun && (
        <SaveNotice
          editor={editor}
          state={state}
          read={() => ({ label: t('supplement.note'), value: noteOf })}
          gone={
            <Notice tone="act" title={t('supplement.gone')} live>
              {t('supplement.goneText')}
            </Notice>
          }
        />
      )}
    </PhoneScreen>
  );
}
