import { copyFile, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { openVault as open, type FileVault } from '#server/files/vault.ts';

export { ownerFolder, readDigest } from '#server/files/vault.ts';

/** Files that are copied in and never flushed: a disk writes them down when it pleases, half a minute later. */
export function openVault(folder: string): FileVault {
  const vault = open(folder);
  return {
    ...vault,
    takeIn: async (owner, hash, from) => {
      const to = vault.pathOf(owner, hash);
      await mkdir(path.dirname(to), { recursive: true });
      await copyFile(from, to);
      await rm(from);
    },
  };
}
