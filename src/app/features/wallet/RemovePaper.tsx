import { useTranslation } from 'react-i18next';
import type { WalletPaper } from '#core/wallet/paper.ts';
import { LetGo } from '#app/parts/LetGo.tsx';
import { paths } from '#app/paths.ts';
import { useNavigate } from '#app/router.ts';
import { store } from '#app/state/app.ts';

/** Lets a kept paper go. */
export function RemovePaper({ paper, name }: { paper: WalletPaper; name: string }) {
  const { t } = useTranslation('wallet');
  const navigate = useNavigate();
  return (
    <LetGo
      words={{
        open: t('remove'),
        title: t('removeTitle', { name }),
        text: t('removeAsk', { count: paper.files.length }),
        keep: t('removeNo'),
        yes: t('removeYes'),
      }}
      drop={() => store().dropPaper(paper.id)}
      onGone={() => navigate(paths.wallet, { replace: true })}
    />
  );
}
