import { useTranslation } from 'react-i18next';
import { unreachable } from '#core/assert.ts';
import { changesBetween, type Change } from '#core/procedure/changes.ts';
import type { DocumentRequirement, Procedure } from '#core/procedure/procedure.ts';
import { useDeadline, useFee } from '#app/parts/useFacts.ts';
import { useInProvince } from '#app/parts/useInProvince.ts';
import { useText } from '#app/parts/useText.ts';
import type { Fact } from '#ui/FactRow.tsx';
import { List, ListRow, type RowProps } from '#ui/ListRow.tsx';
import { Text } from '#ui/Text.tsx';

/** The visible difference between two versions of a procedure, a line for each thing. */
export function VersionChanges(versions: { before: Procedure; after: Procedure }) {
  const { t } = useTranslation('form');
  const { text } = useText();
  const { t: facts } = useTranslation('procedures');
  // What the province sets counts whatever the version.
  const [before, after] = [useInProvince(versions.before).procedure, useInProvince(versions.after).procedure];
  const [feeBefore, feeNow] = [said(useFee(before), facts('fee.label')), said(useFee(after), facts('fee.label'))];
  const usual = facts('deadline.working');
  const [deadlineBefore, deadlineNow] = [said(useDeadline(before), usual), said(useDeadline(after), usual)];
  const changes = changesBetween(before, after);
  if (changes.length === 0) return <Text>{t('version.same')}</Text>;

  const was = (words: string) => t('version.before', { before: words });
  const row = (change: Change): RowProps => {
    switch (change.kind) {
      case 'fee':
        return {
          icon: 'bank',
          title: t('version.fee', { now: feeNow }),
          subtitle: was(feeBefore),
        };
      case 'deadline':
        return {
          icon: 'clock',
          title: t('version.deadline', { now: deadlineNow }),
          subtitle: was(deadlineBefore),
        };
      case 'paperAdded':
      case 'paperGone':
        return { icon: 'image', title: t(`version.${change.kind}`, { name: text(change.document.name) }) };
      case 'paperChanged':
        return {
          icon: 'image',
          title: t('version.paperChanged', { name: text(change.document.name) }),
          subtitle: paperNow(change.before, change.document),
        };
      case 'questionAdded':
      case 'questionGone':
        return { icon: 'pencil', title: t(`version.${change.kind}`, { name: text(change.field.label) }) };
      case 'questionChanged': {
        const [label, earlier] = [text(change.field.label), text(change.before.label)];
        return {
          icon: 'pencil',
          title: t('version.questionChanged', { name: label }),
          subtitle: label === earlier ? undefined : was(earlier),
        };
      }
      default:
        return unreachable(change);
    }
  };
  const paperNow = (earlier: DocumentRequirement, now: DocumentRequirement) => {
    const news = [
      text(earlier.name) !== text(now.name) && was(text(earlier.name)),
      earlier.required !== now.required && t(now.required ? 'version.required' : 'version.optional'),
      earlier.maxPages !== now.maxPages && now.maxPages && t('version.pages', { count: now.maxPages }),
    ].filter(Boolean);
    return news.length > 0 ? news.join(' · ') : undefined;
  };
  return (
    <List label={t('version.title')}>
      {changes.map((change) => (
        <ListRow key={keyOf(change)} {...row(change)} />
      ))}
    </List>
  );
}

/** A fact in a line, with what it counts in where that is not the usual. */
function said({ value, label }: Fact, usual: string): string {
  return label === usual ? value : `${value} (${label})`;
}

function keyOf(change: Change): string {
  if ('field' in change) return `question ${change.field.id}`;
  return 'document' in change ? `paper ${change.document.id}` : change.kind;
}
