import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { StoreFailure, Stored } from '#core/ports.ts';
import { Button } from '#ui/Button.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { Text } from '#ui/Text.tsx';

type LetGoProps = {
  words: {
    readonly open: string;
    readonly title: string;
    /** What goes, and what stays. */
    readonly text: string;
    readonly keep: string;
    readonly yes: string;
  };
  drop: () => Promise<Stored<unknown>>;
  onGone: () => void;
};

/** Lets something on this phone go for good, after saying what goes with it. */
export function LetGo({ words, drop, onGone }: LetGoProps) {
  const { t } = useTranslation('errors');
  const [asking, setAsking] = useState(false);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<StoreFailure | null>(null);

  const letGo = async () => {
    setBusy(true);
    const dropped = await drop();
    setBusy(false);
    if (dropped.ok) onGone();
    else setFailure(dropped.failure);
  };

  return (
    <>
      <Button variant="quiet" icon="trash" onClick={() => setAsking(true)}>
        {words.open}
      </Button>
      <Sheet
        open={asking}
        onClose={() => setAsking(false)}
        title={words.title}
        footer={
          <Stack as="halves">
            <Button variant="secondary" onClick={() => setAsking(false)}>
              {words.keep}
            </Button>
            <Button variant="danger" busy={busy} onClick={() => void letGo()}>
              {words.yes}
            </Button>
          </Stack>
        }
      >
        <Text>{words.text}</Text>
        {failure && <Notice tone="act">{t(`store.${failure.code}.text`)}</Notice>}
      </Sheet>
    </>
  );
}
