import { mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { openVault as open, type FileVault } from '#server/files/vault.ts';

export { ownerFolder, readDigest } from '#server/files/vault.ts';

/** Files that are moved in and never flushed. */
export function openVault(folder: string): FileVault {
  const vault = open(folder);
  return {
    ...vault,
    takeIn: async (owner, hash, from) => {
      const to = vault.pathOf(owner, hash);
      await mkdir(path.dirname(to), { recursive: true });
      await rename(from, to);
    },
  };
}
