import { createContext, useContext } from 'react';
import type { MouseEventHandler, ReactNode } from 'react';

export type LinkProps = {
  href: string;
  className?: string | undefined;
  children?: ReactNode;
  onClick?: MouseEventHandler<HTMLAnchorElement> | undefined;
  'aria-current'?: 'page' | 'step' | 'true' | undefined;
  'aria-label'?: string | undefined;
};

/** Draws a link: the app gives its router's, `(props) => <RouterLink {...props} />`. */
export type RenderLink = (props: LinkProps) => ReactNode;

const LinkContext = createContext<RenderLink>(({ children, ...rest }) => <a {...rest}>{children}</a>);

/**
 * Hands the design system the router's link. Without it a link is a plain `<a href>`, so the
 * components stay free of any router.
 */
export function LinkProvider({ link, children }: { link: RenderLink; children: ReactNode }) {
  return <LinkContext.Provider value={link}>{children}</LinkContext.Provider>;
}

/** A link inside the app, drawn by whatever the nearest `LinkProvider` gave. */
export function Link(props: LinkProps) {
  return useContext(LinkContext)(props);
}
