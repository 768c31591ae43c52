import { useTranslation } from 'react-i18next';
import { filesOf, MAX_PAGES, type Dossier } from '#core/dossier/dossier.ts';
import { replacementOf, type LostPaper } from '#core/dossier/replacement.ts';
import { formatBytes } from '#core/text/bytes.ts';
import type { Editor } from '#app/parts/draft/editor.ts';
import { SaveNotice } from '#app/parts/draft/SaveNotice.tsx';
import { useEditorState } from '#app/parts/draft/useEditor.ts';
import { isOverfull, PaperPages } from '#app/parts/papers/PaperPages.tsx';
import { useIntake } from '#app/parts/papers/useIntake.ts';
import { useUnderWayText } from '#app/parts/papers/useUnderWayText.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useHowItGoes } from '#app/parts/useHowItGoes.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { sendReplacement } from '#app/state/actions.ts';
import { useLostHere } from '#app/state/lost-device.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { CardHead } from '#ui/CardHead.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Question } from '#ui/Question.tsx';
import { usePaperName } from './usePaperName.ts';
import { useSeal } from '#app/parts/draft/useSeal.ts';

type ReplacementFormProps = { dossier: Dossier; papers: readonly LostPaper[]; editor: Editor };

/** The lost pages by paper, a photo for each: kept as they are taken, sealed together. */
export function ReplacementForm({ dossier, papers, editor }: ReplacementFormProps) {
  const { t } = useTranslation('dossiers');
  const { t: errors } = useTranslation('errors');
  const { language } = useText();
  const lostHere = useLostHere()(dossier);
  const state = useEditorState(editor);
  const intake = useIntake(editor);
  const underWay = useUnderWayText(intake);
  const howItGoes = useHowItGoes();
  const nameOf = usePaperName(dossier);
  const { draft } = state;
  const { send, busy, failure, attempts } = useSeal(editor, {
    next: { to: paths.dossier(dossier.id) },
    isReady: (ready) => replacementOf(ready, papers) !== null,
    mayGo: (ready) => intake.underWay === null && !isOverfull(ready),
    seal: (ready) => sendReplacement(ready, papers),
  });
  const photographed = new Set(draft.attachments.map(({ document }) => document));
  const photos = filesOf(draft.attachments);
  const size = photos.reduce((sum, file) => sum + file.size, 0);
  const cost = () =>
    `${t('supplement.cost', { size: formatBytes(size, language) })} ${howItGoes({ form: true, photos })}`;
  const left = papers.filter(({ document }) => !photographed.has(document)).length;

  return (
    <PhoneScreen
      title={t('replace.title')}
      backHref={paths.dossier(dossier.id)}
      bottomBar={
        <BottomBar>
          {failure && (
            <Notice tone="act" title={t('replace.notSealed')} live>
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
            {t('replace.send')}
          </Button>
        </BottomBar>
      }
    >
      <Question hint={t('replace.hint')}>{t('replace.question')}</Question>
      {!lostHere && (
        <Notice tone="waiting" title={t('replace.elsewhere')}>
          {t('replace.elsewhereText')}
        </Notice>
      )}
      {attempts > 0 && replacementOf(draft, papers) === null && (
        <Notice tone="act" live>
          {t('replace.lacking')}
        </Notice>
      )}
      {rowsOf(papers, draft.attachments).map(({ document, lost }) => (
        <Card key={document}>
          <CardHead
            level={3}
            title={nameOf(document)}
            subtitle={lost ? t('replace.pages', { pages: lost.numbers.join(', ') }) : t('replace.arrived')}
          />
          <PaperPages
            editor={editor}
            draft={draft}
            intake={intake}
            document={document}
            name={nameOf(document)}
            max={draft.procedure.documents.find(({ id }) => id === document)?.maxPages ?? MAX_PAGES}
          />
        </Card>
      ))}
      {photographed.size > 0 && left > 0 && <Notice>{t('replace.left', { count: left })}</Notice>}
      {(draft.rev > 0 || state.save.kind !== 'saved') && (
        <SaveNotice
          editor={editor}
          state={state}
          read={() => null}
          gone={
            <Notice tone="act" title={t('replace.gone')} live>
              {t('supplement.goneText')}
            </Notice>
          }
        />
      )}
    </PhoneScreen>
  );
}

/** The papers with lost pages, and after them those that were photographed and have arrived since. */
function rowsOf(
  papers: readonly LostPaper[],
  attachments: Dossier['attachments'],
): readonly { document: string; lost: LostPaper | undefined }[] {
  const documents = new Set([...papers, ...attachments].map(({ document }) => document));
  return [...documents].map((document) => ({ document, lost: papers.find((paper) => paper.document === document) }));
}
