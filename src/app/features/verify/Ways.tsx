import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { platform } from '#app/state/app.ts';
import { Button } from '#ui/Button.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Stack } from '#ui/Stack.tsx';
import { TextArea } from '#ui/TextArea.tsx';
import { CameraSheet } from './CameraSheet.tsx';

type WaysProps = {
  /** What was read; null for a picture without a code. */
  onText: (text: string | null) => void;
};

/** The ways a signed thing gets here: by the camera, from a picture or file, or as letters. */
export function Ways({ onText }: WaysProps) {
  const { t } = useTranslation('verify');
  const [open, setOpen] = useState<'camera' | 'paste' | null>(null);
  const [reading, setReading] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const close = () => setOpen(null);
  const picked = async (input: HTMLInputElement) => {
    const file = input.files?.[0];
    if (!file) return;
    setReading(true);
    const text = await textOf(file);
    setReading(false);
    // The same file can be picked again.
    input.value = '';
    onText(text);
  };
  return (
    <Stack>
      {platform().host.camera && (
        <Button icon="scan" onClick={() => setOpen('camera')}>
          {t('way.camera')}
        </Button>
      )}
      <Stack as="halves">
        <Button variant="secondary" icon="image" busy={reading} onClick={() => picker.current?.click()}>
          {t('way.file')}
        </Button>
        <Button variant="secondary" icon="pencil" onClick={() => setOpen('paste')}>
          {t('way.paste')}
        </Button>
      </Stack>
      <input
        ref={picker}
        type="file"
        hidden
        tabIndex={-1}
        accept="image/*,text/plain,.txt,.json"
        aria-label={t('way.file')}
        onChange={(event) => void picked(event.currentTarget)}
      />
      {open === 'camera' && (
        <CameraSheet
          onClose={close}
          onText={(text) => {
            close();
            onText(text);
          }}
        />
      )}
      {open === 'paste' && <PasteSheet onClose={close} onText={onText} />}
    </Stack>
  );
}

/** What a picked file says: the code in a picture, else its letters. */
async function textOf(file: File): Promise<string | null> {
  if (file.type.startsWith('image/')) return platform().codes.inPicture(file);
  try {
    return await file.slice(0, 256 * 1024).text();
  } catch {
    // Taken away since it was picked.
    return null;
  }
}

function PasteSheet({ onClose, onText }: { onClose: () => void; onText: (text: string) => void }) {
  const { t } = useTranslation('verify');
  const [text, setText] = useState('');
  const [error, setError] = useState<string | undefined>();
  const submit = () => {
    if (text.trim() === '') return setError(t('paste.empty'));
    return onText(text);
  };
  return (
    <Sheet
      open
      onClose={onClose}
      title={t('paste.title')}
      footer={
        <Button icon="shield" onClick={submit}>
          {t('paste.check')}
        </Button>
      }
    >
      <TextArea
        id="token"
        label={t('paste.label')}
        hint={t('paste.hint')}
        error={error}
        rows={5}
        value={text}
        onChange={setText}
      />
    </Sheet>
  );
}
