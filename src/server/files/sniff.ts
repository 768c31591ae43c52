import type { FileRef } from '#core/dossier/dossier.ts';

type MediaType = FileRef['type'];

/** The type a file's first bytes tell, or null when it is none of those taken here. */
export function sniff(head: Uint8Array): MediaType | null {
  const text = (from: number, to: number) => Buffer.from(head.subarray(from, to)).toString('latin1');
  if (text(0, 3) === '\xff\xd8\xff') return 'image/jpeg';
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png';
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp';
  if (text(0, 5) === '%PDF-') return 'application/pdf';
  return null;
}
