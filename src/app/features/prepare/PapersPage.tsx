import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { visibleDocuments } from '#core/form/visible.ts';
import { missingPapers } from '#core/dossier/decide.ts';
import { filesOf } from '#core/dossier/dossier.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { PhoneScreen } from '#app/parts/PhoneScreen.tsx';
import { useText } from '#app/parts/useText.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Question } from '#ui/Question.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { Text } from '#ui/Text.tsx';
import { paperIcon } from './paperIcon.ts';
import { PaperCard } from './PaperCard.tsx';
import type { Step } from './step.ts';

/** The papers the procedure asks for: those to photograph, and those to bring along. */
export function PapersPage({ step }: { step: Step }) {
  const { t } = useTranslation('form');
  const { text, language } = useText();
  const navigate = useNavigate();
  const { draft } = step.state;
  const asked = visibleDocuments(draft.procedure, draft.answers);
  const photographed = asked.filter(({ how }) => how === 'photo');
  const shown = asked.filter(({ how }) => how === 'show');
  const missing = missingPapers(draft.procedure, draft.answers, draft.attachments);
  const pages = filesOf(draft.attachments);
  const size = pages.reduce((sum, file) => sum + file.size, 0);

  return (
    <PhoneScreen
      {...step.frame}
      bottomBar={
        <BottomBar>
          <Button
            onClick={() => {
              void step.editor.flush();
              navigate(step.nextHref);
            }}
            hint={missing.length > 0 ? t('papers.missing', { count: missing.length }) : undefined}
          >
            {step.fromReview ? t('backToReview') : t('next')}
          </Button>
        </BottomBar>
      }
    >
      {step.urgent}
      <Question
        id="question"
        step={t('step', { number: step.number, total: step.total })}
        hint={photographed.length > 0 ? t('papers.hint') : undefined}
      >
        {photographed.length > 0 ? t('papers.question') : t('papers.onlyBring')}
      </Question>
      {photographed.map((document) => (
        <PaperCard key={document.id} step={step} document={document} />
      ))}
      {pages.length > 0 && (
        <Text size="s" quiet>
          {t('papers.total', { count: pages.length, size: formatBytes(size, language) })}
        </Text>
      )}
      {shown.length > 0 && (
        <>
          <SectionTitle>{t('papers.bring')}</SectionTitle>
          <Card>
            <List>
              {shown.map((document) => (
                <ListRow
                  key={document.id}
                  icon={paperIcon(document.icon)}
                  title={text(document.name)}
                  subtitle={document.note && text(document.note)}
                />
              ))}
            </List>
          </Card>
        </>
      )}
      {step.saveNotice}
    </PhoneScreen>
  );
}
