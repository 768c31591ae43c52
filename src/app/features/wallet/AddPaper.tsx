import { useTranslation } from 'react-i18next';
import { useNavigate } from '#app/router.ts';
import { PAPER_KINDS } from '#core/wallet/kind.ts';
import { paths } from '#app/paths.ts';
import { platform } from '#app/state/app.ts';
import { List, ListRow } from '#ui/ListRow.tsx';
import { Sheet } from '#ui/Sheet.tsx';
import { KIND_ICONS } from './kinds.ts';

/** Which paper it is to be. It is kept with its first page, and not before. */
export function AddPaper({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('wallet');
  const navigate = useNavigate();
  return (
    <Sheet open onClose={onClose} title={t('which')}>
      <List>
        {PAPER_KINDS.map((kind) => (
          <ListRow
            key={kind}
            icon={KIND_ICONS[kind]}
            title={t(`kind.${kind}`)}
            onClick={() => navigate(`${paths.walletPaper(platform().ids.uuid())}?loai=${kind}`)}
          />
        ))}
      </List>
    </Sheet>
  );
}
