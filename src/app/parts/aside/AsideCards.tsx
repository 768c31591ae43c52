import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PutAside } from '#core/ports.ts';
import { store, useApp } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Card } from '#ui/Card.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import SealedCopy from './SealedCopy.tsx';
import { Unbroken } from '../Unbroken.tsx';
import { useText } from '../useText.ts';
import { useWhen } from '../useWhen.ts';

/** What could not be read on this phone. `isNew`: the person has not been told of it, and everything else goes on. */
export default function AsideCards({ aside, isNew }: { aside: readonly PutAside[]; isNew: boolean }) {
  const { t } = useTranslation('aside');
  return (
    <>
      <Notice live={isNew} tone={isNew ? 'act' : 'neutral'} icon="storage" title={t('title', { count: aside.length })}>
        {t('text')}
      </Notice>
      <AsideList aside={aside}>
        {isNew && (
          <Button variant="quiet" wide onClick={() => void store().noteAsideSeen()}>
            {t('understood')}
          </Button>
        )}
      </AsideList>
    </>
  );
}

const ICONS = {
  draft: 'pencil',
  command: 'box',
  paper: 'image',
  dossier: 'list',
  receipt: 'shield',
  version: 'pencil',
  walletPaper: 'wallet',
} as const;

function AsideList({ aside, children }: { aside: readonly PutAside[]; children?: ReactNode }) {
  const { t } = useTranslation('aside');
  const { at } = useWhen();
  const draftName = useDraftName();
  const dossiers = useApp((state) => state.dossiers);
  return (
    <Card>
      <List>
        {aside.map((each) => {
          // As people know what it belongs to: by its code once it has one, else by what it is for.
          const code = dossiers.find(({ id }) => id === each.dossier)?.code ?? null;
          const name = code ?? draftName(each);
          const what = t(`what.${each.what}`);
          const when =
            each.savedAt === null ? t('foundAt', { when: at(each.foundAt) }) : t('savedAt', { when: at(each.savedAt) });
          return (
            <ListRow
              key={`${each.what} ${each.id} ${each.foundAt}`}
              icon={ICONS[each.what]}
              tone={isSafe(each) ? 'done' : 'act'}
              title={name === null ? what : <Unbroken text={t('of', { what, name })} part={code ?? ''} />}
              subtitle={`${fateText(each, code !== null, t)} ${when} ${t('code', { code: each.id.slice(0, 8) })}`}
            />
          );
        })}
      </List>
      <SealedCopy />
      {children}
    </Card>
  );
}

/** The server has it, and will say so again. */
function isSafe({ what, fate }: PutAside): boolean {
  return fate === 'sent' || what === 'dossier' || what === 'version' || what === 'receipt';
}

/** What has become of it, and what to do. `isSent`: the server has the dossier it belongs to. */
function fateText({ what, fate }: PutAside, isSent: boolean, t: TFunction<'aside'>): string {
  if (what === 'paper' && isSent) return t('kept.paperSent');
  if (what !== 'command') return t(`kept.${what}`);
  return fate === 'kept' || fate === 'back' ? t('fate.asking') : t(`fate.${fate}`);
}

/** What the draft it belongs to is for. */
function useDraftName(): (aside: PutAside) => string | null {
  const { text } = useText();
  const drafts = useApp((state) => state.drafts);
  return ({ dossier }) => {
    const draft = drafts.find(({ id }) => id === dossier);
    return draft ? text(draft.procedure.name) : null;
  };
}
