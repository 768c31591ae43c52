import type { ReactNode } from 'react';
import { buttonClass } from './Button.tsx';
import type { ButtonLook } from './Button.tsx';
import { Icon } from './Icon.tsx';
import { Link } from './Link.tsx';

export type LinkButtonProps = ButtonLook & { href: string; children: ReactNode; onClick?: (() => void) | undefined };

/** Goes somewhere and looks like a button. */
export function LinkButton({ href, children, onClick, ...look }: LinkButtonProps) {
  return (
    <Link href={href} className={buttonClass(look)} onClick={onClick}>
      {look.icon && <Icon name={look.icon} />}
      <span>{children}</span>
    </Link>
  );
}
