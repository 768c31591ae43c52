import { createHash } from 'node:crypto';
import type { Settings } from '#server/settings.ts';

/** What a page holds inline, as CSP source expressions ("'sha256-…'"). */
export type InlineHashes = { readonly scripts: readonly string[]; readonly styles: readonly string[] };

export type SecurityHeaders = {
  /** For the app's pages and everything they load. */
  readonly page: Readonly<Record<string, string>>;
  /** Scripts, a worker's among them. */
  readonly script: Readonly<Record<string, string>>;
  /** For answers that no browser should ever render: JSON, redirects, errors. */
  readonly api: Readonly<Record<string, string>>;
};

/**
 * The headers of every answer. `form-action` names the identity provider because browsers check it against the
 * redirects that follow a form as well. Trusted Types are not required: registering a service worker by its
 * address is one of their sinks, and workbox-window does just that.
 */
export function securityHeaders(
  settings: Pick<Settings, 'origin' | 'identity'>,
  inline: InlineHashes,
  development: boolean,
): SecurityHeaders {
  const provider = settings.identity.kind === 'provider' ? ` ${new URL(settings.identity.issuer).origin}` : '';
  const page = [
    "default-src 'none'",
    ['script-src', "'self'", ...inline.scripts].join(' '),
    // The development server injects styles as the modules change; hashes cannot be known then.
    development ? "style-src 'self' 'unsafe-inline'" : ['style-src', "'self'", ...inline.styles].join(' '),
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    development ? "connect-src 'self' ws:" : "connect-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    `form-action 'self'${provider}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
  const shared = {
    'Referrer-Policy': 'same-origin',
    'X-Content-Type-Options': 'nosniff',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
    ...(settings.origin.startsWith('https:') ? { 'Strict-Transport-Security': 'max-age=31536000' } : {}),
  };
  return {
    // The longest of them, and one that documents alone obey: elsewhere it would only cost phones their bytes.
    page: { ...shared, 'Permissions-Policy': PERMISSIONS, 'Content-Security-Policy': page },
    // A worker lives by the policy of its own script: the service worker fetches the app and carries the outbox.
    script: { ...shared, 'Content-Security-Policy': "default-src 'none'; connect-src 'self'" },
    api: { ...shared, 'Content-Security-Policy': "default-src 'none'; base-uri 'none'; frame-ancestors 'none'" },
  };
}

/** The camera photographs papers, the microphone takes a search said aloud, a place goes with a report; nothing else. */
const PERMISSIONS = [
  'camera=(self)',
  'microphone=(self)',
  'geolocation=(self)',
  ...[
    'accelerometer',
    'browsing-topics',
    'display-capture',
    'fullscreen',
    'gyroscope',
    'hid',
    'magnetometer',
    'midi',
    'payment',
    'publickey-credentials-get',
    'screen-wake-lock',
    'serial',
    'usb',
    'xr-spatial-tracking',
  ].map((feature) => `${feature}=()`),
].join(', ');

/** The hashes of a page's inline scripts and styles, so that the policy allows these and no others. */
export function inlineHashes(html: string): InlineHashes {
  const scripts = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)];
  const styles = [...html.matchAll(/<style[^>]*>([\s\S]*?)<\/style>/gi)];
  return {
    scripts: scripts.map(([, text]) => hashOf(text ?? '')),
    styles: styles.map(([, text]) => hashOf(text ?? '')),
  };
}

function hashOf(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
