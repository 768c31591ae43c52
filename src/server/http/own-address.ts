import type { Settings } from '#server/settings.ts';

/** Where this process reaches itself: the public address may lead through a proxy that it cannot reach. */
export function ownAddress({ host, port }: Pick<Settings, 'host' | 'port'>): string {
  const reachable = host === null || host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host;
  return `http://${reachable.includes(':') ? `[${reachable}]` : reachable}:${port}`;
}
