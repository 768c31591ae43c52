import { useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import type { Procedure } from '#core/procedure/procedure.ts';
import type { StoreFailure } from '#core/ports.ts';
import { paths } from '#app/paths.ts';
import { useStoreFailure } from '#app/parts/StoreTrouble.tsx';
import { beginDraft } from '#app/state/actions.ts';
import { useApp } from '#app/state/app.ts';
import { BottomBar } from '#ui/BottomBar.tsx';
import { Button } from '#ui/Button.tsx';
import { LinkButton } from '#ui/LinkButton.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Text } from '#ui/Text.tsx';
import { onlineFact } from '#app/parts/facts.ts';
import { SignInSheet } from './SignInSheet.tsx';
import { WHERE_ID } from './Where.tsx';

/** The way into the form; for a procedure without one, the way it is done instead. */
export function StartBar({ procedure }: { procedure: Procedure }) {
  const { t } = useTranslation('procedures');
  return (
    <BottomBar>
      {procedure.form ? (
        <Start procedure={procedure} />
      ) : (
        <Elsewhere>{onlineFact(procedure) === 'inPerson' ? t('elsewhere.inPerson') : t('elsewhere.notYet')}</Elsewhere>
      )}
    </BottomBar>
  );
}

function Start({ procedure }: { procedure: Procedure }) {
  const { t } = useTranslation('procedures');
  const { t: errors } = useTranslation('errors');
  const navigate = useNavigate();
  const store = useApp((state) => state.store);
  const drafts = useApp((state) => state.drafts);
  const trouble = useStoreFailure();
  const [asking, setAsking] = useState(false);
  const [beginning, setBeginning] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);
  const begun = useRef(false);
  const draft = drafts.find((one) => one.procedure.code === procedure.code);

  const begin = async () => {
    if (store === 'closed') return setAsking(true);
    if (begun.current) return;
    begun.current = true;
    setBeginning(true);
    setFailure(null);
    const saved = await beginDraft(procedure);
    if (saved.ok) return navigate(paths.draft(saved.value.id));
    begun.current = false;
    setBeginning(false);
    setFailure(saved.failure);
  };
  const start = {
    onClick: () => void begin(),
    busy: beginning || store === 'opening',
    blocked: trouble ? errors(`store.${trouble.code}.title`) : undefined,
  };
  return (
    <>
      {failure && (
        <Notice live tone="act" icon="storage" title={errors(`store.${failure.code}.title`)}>
          {errors(`store.${failure.code}.text`)}
        </Notice>
      )}
      {draft ? (
        <>
          <LinkButton href={paths.draft(draft.id)} icon="pencil">
            {t('start.goOn')}
          </LinkButton>
          <Button variant="quiet" wide {...start}>
            {t('start.another')}
          </Button>
        </>
      ) : (
        <Button {...start}>{t('start.begin')}</Button>
      )}
      <SignInSheet
        // Whoever has just signed in may tap before the server's answer is here: once it is, nothing is asked.
        open={asking && store === 'closed'}
        onClose={() => setAsking(false)}
        returnTo={paths.procedure(procedure.code)}
      />
    </>
  );
}

/** Why it is not made here, and the way to where it is. */
function Elsewhere({ children }: { children: ReactNode }) {
  const { t } = useTranslation('procedures');
  const show = () => {
    const where = document.getElementById(WHERE_ID);
    where?.scrollIntoView({ behavior: 'smooth', block: 'center' });
    where?.focus({ preventScroll: true });
  };
  return (
    <>
      <Text size="m">{children}</Text>
      <Button variant="secondary" icon="pin" onClick={show}>
        {t('elsewhere.where')}
      </Button>
    </>
  );
}
