import { useTranslation } from 'react-i18next';
import type { Procedure } from '#core/procedure/procedure.ts';
import { Badge } from '#ui/Badge.tsx';
import { Stack } from '#ui/Stack.tsx';

export type BadgesProps = { online: Procedure['onlineLevel']; level: Procedure['level']; code: string };

/** How far it can be done online, at which level, and its code. */
export function Badges({ online, level, code }: BadgesProps) {
  const { t } = useTranslation('procedures');
  return (
    <Stack as="flow" tight>
      <Badge tone={online === 'full' ? 'done' : online === 'unverified' ? 'neutral' : 'info'}>
        {t(`online.${online}`)}
      </Badge>
      <Badge tone="info">{t(`level.${level}`)}</Badge>
      <Badge tone="info">{code}</Badge>
    </Stack>
  );
}
