import { useTranslation } from 'react-i18next';
import type { FileRef, Uuid } from '#core/dossier/dossier.ts';
import { formatBytes } from '#core/text/bytes.ts';
import { useText } from '#app/parts/useText.ts';
import { Button, buttonClass } from '#ui/Button.tsx';
import { Icon } from '#ui/Icon.tsx';
import { Notice } from '#ui/Notice.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { Text } from '#ui/Text.tsx';
import styles from './Track.module.css';
import { useFile } from './useFile.ts';

type FileSheetProps = { dossier: Uuid; file: FileRef; name: string; onClose: () => void };

const EXTENSION = {
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
  'image/png': 'png',
  'application/pdf': 'pdf',
} as const satisfies Record<FileRef['type'], string>;

/** A paper or a result: to look at when it is a picture, and to keep on the phone in any case. */
export function FileSheet({ dossier, file, name, onClose }: FileSheetProps) {
  const { t } = useTranslation('dossiers');
  const { language } = useText();
  const { opening, retry } = useFile(dossier, file);
  const size = formatBytes(file.size, language);
  return (
    <Sheet
      open
      onClose={onClose}
      title={name}
      footer={
        opening.kind === 'open' && (
          <a href={opening.url} download={`${name}.${EXTENSION[file.type]}`} className={buttonClass({})}>
            <Icon name="download" />
            <span>{t('file.save', { size })}</span>
          </a>
        )
      }
    >
      {opening.kind === 'opening' && <Text>{t('file.opening', { size })}</Text>}
      {opening.kind === 'open' && file.type.startsWith('image/') && (
        <img src={opening.url} alt={name} className={styles.full} />
      )}
      {opening.kind === 'open' && file.type === 'application/pdf' && <Text>{t('file.pdf')}</Text>}
      {opening.kind === 'failed' && (
        <>
          <Notice tone="waiting" live>
            {t(`file.failure.${opening.why}`)}
          </Notice>
          <Button variant="secondary" icon="refresh" onClick={retry}>
            {t('file.retry')}
          </Button>
        </>
      )}
    </Sheet>
  );
}
