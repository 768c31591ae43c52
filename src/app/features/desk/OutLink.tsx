import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { buttonClass, type ButtonLook } from '#ui/Button.tsx';
import { Icon } from '#ui/Icon.tsx';
import { VisuallyHidden } from '#ui/VisuallyHidden.tsx';

type OutLinkProps = { href: string; children: ReactNode; look?: ButtonLook; download?: string | undefined };

/** Opens beside the desk, in a tab of its own or as a download, so that the desk stays as it is. */
export function OutLink({ href, children, look, download }: OutLinkProps) {
  const { t } = useTranslation('desk');
  const target = download === undefined ? { target: '_blank', rel: 'noopener' } : { download };
  return (
    <a href={href} className={look && buttonClass(look)} {...target}>
      {look?.icon && <Icon name={look.icon} size={20} />}
      <span>{children}</span>
      {download === undefined && <VisuallyHidden>{t('newTab')}</VisuallyHidden>}
    </a>
  );
}
