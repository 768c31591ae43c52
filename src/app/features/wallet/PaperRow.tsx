import { useTranslation } from 'react-i18next';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { useStoredPage } from '#app/parts/papers/useStoredPage.ts';
import { paths } from '#app/paths.ts';
import { Badge } from '#ui/Badge.tsx';
import { Icon } from '#ui/Icon.tsx';
import { Pressable } from '#ui/Pressable.tsx';
import { KIND_ICONS } from './kinds.ts';
import { usePaperText } from './usePaperText.ts';
import styles from './Wallet.module.css';

/** A kept paper: its first page, what it is, whose, how much. Leads to its pages. */
export function PaperRow({ paper }: { paper: WalletPaper }) {
  const { t } = useTranslation('wallet');
  const { extent, kept, validity } = usePaperText();
  const valid = validity(paper);
  return (
    <li className={styles.item}>
      <Pressable href={paths.walletPaper(paper.id)} className={styles.row}>
        <Thumbnail file={paper.files[0]} icon={KIND_ICONS[paper.kind]} />
        <span className={styles.text}>
          <span className={styles.name}>{t(`kind.${paper.kind}`)}</span>
          {paper.whose !== '' && <span className={styles.whose}>{paper.whose}</span>}
          <span className={styles.facts}>
            <span>{extent([paper])}</span> · <span>{kept(paper)}</span>
          </span>
          {valid && (
            <span className={styles.badge}>
              <Badge tone={valid.over ? 'act' : 'neutral'} icon={valid.over ? 'warning' : undefined}>
                {valid.text}
              </Badge>
            </span>
          )}
        </span>
        <Icon name="chevron" size={20} />
      </Pressable>
    </li>
  );
}

function Thumbnail({ file, icon }: { file: FileRef | undefined; icon: (typeof KIND_ICONS)[WalletPaper['kind']] }) {
  return <span className={styles.thumbnail}>{file ? <Picture file={file} icon={icon} /> : <Icon name={icon} />}</span>;
}

function Picture({ file, icon }: { file: FileRef; icon: (typeof KIND_ICONS)[WalletPaper['kind']] }) {
  const { src, spoilt } = useStoredPage(file);
  if (src === undefined) return <Icon name={spoilt ? 'warning' : icon} />;
  return <img src={src} alt="" className={styles.picture} />;
}
