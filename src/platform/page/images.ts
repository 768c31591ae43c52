import { must } from '#core/assert.ts';
import type { FileRef } from '#core/dossier/dossier.ts';
import type { Hasher } from '#core/ports.ts';
import type { FileProblem, Images, Prepared } from './platform.ts';

/** Round as sizes are shown, in steps of 1,000: the sentence about one too large says "40 MB". */
const MAX_PHOTO_BYTES = 40_000_000;
const MAX_PDF_BYTES = 10_000_000;
/** As legible to OCR as the camera's original; 1,280 px is not. */
const LONGEST_SIDE = 1_600;

/** What a chosen file is, by its size, its declared type and its first bytes. */
export type Chosen = { readonly kind: 'pdf' | 'photo' } | { readonly kind: 'problem'; readonly why: FileProblem };

export function classify(size: number, type: string, head: Uint8Array): Chosen {
  const problem = (why: FileProblem): Chosen => ({ kind: 'problem', why });
  if (size === 0) return problem({ code: 'empty' });
  const saysPdf = String.fromCharCode(...head.slice(0, 5)) === '%PDF-';
  if (type === 'application/pdf' || (type === '' && saysPdf)) {
    if (!saysPdf) return problem({ code: 'unreadable' });
    return size > MAX_PDF_BYTES ? problem({ code: 'tooLarge', limit: MAX_PDF_BYTES }) : { kind: 'pdf' };
  }
  // Some Android pickers name no type: then the decoder decides. SVG is a document that can run scripts.
  const mayBePhoto = type === '' || (type.startsWith('image/') && !type.startsWith('image/svg'));
  if (!mayBePhoto) return problem({ code: 'notSupported', type });
  return size > MAX_PHOTO_BYTES ? problem({ code: 'tooLarge', limit: MAX_PHOTO_BYTES }) : { kind: 'photo' };
}

/** Width and height with the longest side at most 1,600 px; a smaller picture is never blown up. */
export function fit(width: number, height: number): { readonly width: number; readonly height: number } {
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  return { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
}

export function images(hasher: Hasher): Images {
  // A 12-megapixel photo takes 48 MB once decoded: a small phone bears one at a time.
  let last: Promise<unknown> = Promise.resolve();
  return {
    prepare: (chosen) => {
      const next = last.then(() => prepare(chosen, hasher));
      last = next.catch(() => undefined);
      return next;
    },
  };
}

async function prepare(chosen: Blob, hasher: Hasher): Promise<Prepared> {
  const unreadable: Prepared = { ok: false, why: { code: 'unreadable' } };
  let head: Uint8Array;
  try {
    head = new Uint8Array(await chosen.slice(0, 8).arrayBuffer());
  } catch {
    // Taken away since it was chosen: a memory card pulled out, a cloud picture without network.
    return unreadable;
  }
  const what = classify(chosen.size, chosen.type, head);
  if (what.kind === 'problem') return { ok: false, why: what.why };
  try {
    if (what.kind === 'pdf') return await finished(chosen, 'application/pdf', null, hasher);
    const photo = await redraw(chosen);
    return photo
      ? await finished(photo, photo.type === 'image/webp' ? 'image/webp' : 'image/jpeg', photo, hasher)
      : unreadable;
  } catch (error) {
    if (error instanceof DOMException) return unreadable;
    throw error;
  }
}

/** The photo upright, smaller and written anew, which leaves EXIF behind; null when the browser cannot encode it. */
async function redraw(photo: Blob): Promise<Blob | null> {
  const whole = await createImageBitmap(photo, { imageOrientation: 'from-image' });
  const size = fit(whole.width, whole.height);
  const small =
    size.width === whole.width
      ? whole
      : await createImageBitmap(whole, { resizeWidth: size.width, resizeHeight: size.height, resizeQuality: 'high' });
  if (small !== whole) whole.close();

  const canvas = document.createElement('canvas');
  canvas.width = size.width;
  canvas.height = size.height;
  const paper = must(canvas.getContext('2d', { alpha: false }), 'canvas');
  paper.fillStyle = '#fff';
  paper.fillRect(0, 0, size.width, size.height);
  paper.drawImage(small, 0, 0, size.width, size.height);
  small.close();

  const webp = await encode(canvas, 'image/webp', 0.5);
  // Where WebP cannot be written the browser hands back PNG without a word.
  const encoded = webp?.type === 'image/webp' ? webp : await encode(canvas, 'image/jpeg', 0.65);
  canvas.width = 0;
  canvas.height = 0;
  return encoded;
}

function encode(canvas: HTMLCanvasElement, type: string, quality: number): Promise<Blob | null> {
  return new Promise((resolve) => canvas.toBlob(resolve, type, quality));
}

async function finished(blob: Blob, type: FileRef['type'], preview: Blob | null, hasher: Hasher): Promise<Prepared> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const file: FileRef = { hash: await hasher.sha256(bytes), size: bytes.length, type };
  return { ok: true, bytes, file, preview };
}
