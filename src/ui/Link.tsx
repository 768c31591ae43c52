import { createContext, useContext } from 'react';
import type { ComponentType, MouseEventHandler, ReactNode } from 'react';

export type LinkProps = {
  href: string;
  className?: string | undefined;
  children?: ReactNode;
  onClick?: MouseEventHandler<HTMLAnchorElement> | undefined;
  'aria-current'?: 'page' | 'step' | 'true' | undefined;
  'aria-label'?: string | undefined;
};

function Anchor(props: LinkProps) {
  return <a {...props} />;
}

const LinkContext = createContext<ComponentType<LinkProps>>(Anchor);

/**
 * Hands the design system the router's link. Without it a link is a plain `<a href>`, so the
 * components stay free of any router.
 */
export function LinkProvider({ link, children }: { link: ComponentType<LinkProps>; children: ReactNode }) {
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>;
}

/** A link inside the app, drawn by whatever the nearest `LinkProvider` gave. */
export function Link(props: LinkProps) {
  const Inner = useContext(LinkContext);
  return <Inner {...props} />;
}
