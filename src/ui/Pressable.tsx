import type { ReactNode } from 'react';
import { Link } from './Link.tsx';

/** What happens on a tap: a place to go, a thing to do, or nothing. */
export type Press = { href?: string | undefined; onClick?: (() => void) | undefined };

export type PressableProps = Press & {
  className?: string | undefined;
  'aria-label'?: string | undefined;
  'aria-current'?: 'page' | 'true' | undefined;
  children?: ReactNode;
};

/** A link when there is an `href`, a button when there is only `onClick`, else plain content. */
export function Pressable({ href, onClick, ...rest }: PressableProps) {
  if (href !== undefined) return <Link href={href} onClick={onClick} {...rest} />;
  if (onClick) return <button type="button" onClick={onClick} {...rest} />;
  return <div className={rest.className}>{rest.children}</div>;
}
