import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { formatDay } from '#core/text/when.ts';
import { paths } from '#app/paths.ts';
import { useText } from '#app/parts/useText.ts';
import type { Catalogue } from '#app/state/catalogue.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';

export type WithdrawnProps = { procedure: Procedure; catalogue: Catalogue };

function successorOf({ procedure, catalogue }: WithdrawnProps): Procedure | null {
  return procedure.replacedBy === undefined ? null : catalogue.find(procedure.replacedBy);
}

/** Says first that a procedure is no longer in force, and what stands in its place. */
export function WithdrawnNotice(props: WithdrawnProps) {
  const { t } = useTranslation('procedures');
  const { text } = useText();
  const successor = successorOf(props);
  const day = formatDay(props.procedure.validTo ?? '');
  return (
    <Notice tone="act" title={t('withdrawn.title', { day })}>
      {successor ? t('withdrawn.replaced', { name: text(successor.name) }) : t('withdrawn.ask')}
    </Notice>
  );
}

/** Leads on to the procedure in force, or to the search. */
export function WithdrawnBar(props: WithdrawnProps) {
  const { t } = useTranslation('procedures');
  const successor = successorOf(props);
  return (
    <BottomBar>
      {successor ? (
        <LinkButton href={paths.procedure(successor.code)}>{t('withdrawn.open')}</LinkButton>
      ) : (
        <LinkButton href={paths.procedures} icon="search">
          {t('withdrawn.search')}
        </LinkButton>
      )}
    </BottomBar>
  );
}
