import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import type { Stored } from '#core/ports.ts';
import { paths } from '#app/paths.ts';
import { platform, useApp } from '#app/state/app.ts';
import type { Unsent } from '#app/state/platform.ts';
import { Button } from '#ui/Button.tsx';
import { CheckRow } from '#ui/CheckRow.tsx';
import { Notice } from '#ui/Notice.tsx';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Skeleton } from '#ui/Skeleton.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';

export type SignOutSheetProps = {
  onClose: () => void;
  onSignedOut: (outcome: { toldServer: boolean }) => void;
};

/**
 * Says what signing out would destroy before it can be done. What is safe comes first; the last button
 * works only once the person has said that they know.
 */
export function SignOutSheet({ onClose, onSignedOut }: SignOutSheetProps) {
  const { t } = useTranslation('me');
  const navigate = useNavigate();
  const [unsent, setUnsent] = useState<Stored<Unsent> | null>(null);
  const [knows, setKnows] = useState(false);
  const [leaving, setLeaving] = useState(false);
  const [failed, setFailed] = useState(false);
  const once = useRef(false);
  const shown = useApp(({ me }) => me?.account);
  const [account] = useState(shown);
  // Another tab may sign them out, or somebody in of whom nothing here has asked.
  const overtaken = !leaving && shown !== (failed ? undefined : account);
  useEffect(() => {
    if (overtaken) onClose();
  }, [overtaken, onClose]);
  useEffect(() => {
    let current = true;
    void platform()
      .session.unsent()
      .then((answer) => current && setUnsent(answer));
    return () => {
      current = false;
    };
  }, []);

  const signOut = async () => {
    if (once.current) return;
    once.current = true;
    setLeaving(true);
    const outcome = await platform().session.signOut();
    if (outcome.done) {
      onSignedOut(outcome);
      return;
    }
    once.current = false;
    setLeaving(false);
    setFailed(true);
  };
  const sendNow = () => {
    platform().sync.wake('button');
    navigate(paths.outbox);
  };
  if (failed) return <NotDone busy={leaving} onAgain={() => void signOut()} onClose={onClose} />;
  const nothing = unsent?.ok === true && total(unsent.value) === 0;
  const sendable = unsent?.ok === true && unsent.value.commands + unsent.value.files > 0;
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('signOut.title')}
      footer={
        <Stack tight>
          {sendable && (
            <Button icon="send" onClick={sendNow}>
              {t('signOut.sendNow')}
            </Button>
          )}
          <Button variant={nothing || sendable ? 'secondary' : 'primary'} onClick={onClose}>
            {t('signOut.stay')}
          </Button>
          {unsent && (
            <Button
              variant="danger"
              icon="logout"
              busy={leaving}
              blocked={nothing || knows ? undefined : t('signOut.sayFirst')}
              onClick={() => void signOut()}
            >
              {nothing ? t('signOut.button') : t('signOut.deleteAndLeave')}
            </Button>
          )}
        </Stack>
      }
    >
      {!unsent && (
        <>
          <Skeleton lines={3} />
          <VisuallyHidden live="polite">{t('signOut.looking')}</VisuallyHidden>
        </>
      )}
      {unsent && (
        <Stack>
          {nothing && <Text>{t('signOut.nothing')}</Text>}
          {!nothing && <Text strong>{unsent.ok ? t('signOut.lost') : t('signOut.cannotSee')}</Text>}
          {unsent.ok && !nothing && <Lost unsent={unsent.value} />}
          {unsent.ok && unsent.value.receipts > 0 && (
            <Text>{t('signOut.receipts', { count: unsent.value.receipts })}</Text>
          )}
          {!nothing && (
            <CheckRow checked={knows} onChange={setKnows}>
              {t('signOut.iKnow')}
            </CheckRow>
          )}
        </Stack>
      )}
    </Sheet>
  );
}

/** The person is on no screen any more, and may still be on the phone or signed in at the server. */
function NotDone({ busy, onAgain, onClose }: { busy: boolean; onAgain: () => void; onClose: () => void }) {
  const { t } = useTranslation('me');
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('signOut.title')}
      footer={
        <Button variant="danger" icon="logout" busy={busy} onClick={onAgain}>
          {t('signOut.again')}
        </Button>
      }
    >
      <Notice live tone="act" title={t('signOut.notDone')}>
        {t('signOut.notDoneText')}
      </Notice>
    </Sheet>
  );
}

function Lost({ unsent: { drafts, commands, files, papers, dossiers } }: { unsent: Unsent }) {
  const { t } = useTranslation('me');
  return (
    <List>
      {drafts > 0 && <ListRow icon="pencil" tone="act" title={t('signOut.drafts', { count: drafts })} />}
      {commands > 0 && <ListRow icon="box" tone="act" title={t('signOut.commands', { count: commands })} />}
      {files > 0 && <ListRow icon="image" tone="act" title={t('signOut.files', { count: files })} />}
      {dossiers > 0 && <ListRow icon="dossiers" tone="act" title={t('signOut.dossiers', { count: dossiers })} />}
      {papers > 0 && <ListRow icon="wallet" tone="act" title={t('signOut.papers', { count: papers })} />}
    </List>
  );
}

/** Receipts aside: what they are about is on the server. */
function total({ drafts, commands, files, papers, dossiers }: Unsent): number {
  return drafts + commands + files + papers + dossiers;
}
