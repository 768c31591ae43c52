import { useTranslation } from 'react-i18next';
import { overfullPapers } from '#core/dossier/decide.ts';
import type { Draft } from '#core/dossier/draft.ts';
import { visibleDocuments } from '#core/form/visible.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { paths } from '#app/paths.ts';
import { Badge } from '#ui/Badge.tsx';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { SectionTitle } from '#ui/SectionTitle.tsx';
import { paperIcon } from './paperIcon.ts';
import { reviewEditHref } from './reviewHref.ts';

/** The papers as they are: pages and size of what is photographed, and what to bring along. */
export function ReviewPapers({ draft }: { draft: Draft }) {
  const { t } = useTranslation('form');
  const { text, language } = useText();
  const documents = visibleDocuments(draft.procedure, draft.answers);
  if (documents.length === 0) return null;
  const state = (id: string, how: 'photo' | 'show', required: boolean): string => {
    const files = draft.attachments.find(({ document }) => document === id)?.files ?? [];
    if (how === 'show') return t('review.bring');
    if (files.length === 0) return required ? t('review.noPhoto') : t('papers.notAdded');
    const size = formatBytes(
      files.reduce((sum, file) => sum + file.size, 0),
      language,
    );
    return t('review.pages', { count: files.length, size });
  };
  const has = (id: string) => draft.attachments.some(({ document }) => document === id);
  const overfull = new Set(overfullPapers(draft.procedure, draft.attachments).map(({ document }) => document));
  const toneOf = (id: string, how: 'photo' | 'show', required: boolean) => {
    if (overfull.has(id)) return 'act';
    if (has(id)) return 'done';
    return how === 'photo' && required ? 'waiting' : 'neutral';
  };
  const lackOf = (id: string, how: 'photo' | 'show', required: boolean): string | null => {
    if (overfull.has(id)) return t('review.tooMany');
    return how === 'photo' && required && !has(id) ? t('review.lacks') : null;
  };
  return (
    <>
      <SectionTitle action={{ label: t('review.change'), href: reviewEditHref(paths.draftPapers(draft.id)) }}>
        {t('review.papers')}
      </SectionTitle>
      <Card>
        <List>
          {documents.map(({ id, name, how, required, icon }) => {
            const lack = lackOf(id, how, required);
            return (
              <ListRow
                key={id}
                icon={has(id) && !overfull.has(id) ? 'check' : paperIcon(icon)}
                tone={toneOf(id, how, required)}
                title={text(name)}
                subtitle={state(id, how, required)}
                trailing={lack !== null && <Badge tone="act">{lack}</Badge>}
              />
            );
          })}
        </List>
      </Card>
    </>
  );
}
