import type { Codes, Watching } from './platform.ts';
import { timers } from '#platform/ambient.ts';

/** As in the Shape Detection API; Chrome on Android has it, and the reader we bring has the same face. */
type Detector = { readonly detect: (image: ImageBitmapSource) => Promise<readonly { readonly rawValue: string }[]> };
type NativeDetector = (new (options: { formats: string[] }) => Detector) & {
  readonly getSupportedFormats: () => Promise<readonly string[]>;
};

/** Between two looks, so that a cheap phone still draws the camera's picture. */
const LOOK_EVERY_MS = 150;
/** What a person waits for gladly once, for a picture they picked. */
const PICTURE_LIMIT_MS = 4_000;
/** A 12-megapixel photo of a screen reads as well at this size, and much faster. */
const PICTURE_SIDES = [1_280, 2_560];
/** Enough for a receipt's hundred modules held at arm's length. */
const CAMERA: MediaTrackConstraints = { facingMode: 'environment', width: { ideal: 1_280 }, height: { ideal: 1_280 } };

/** Reads QR codes with the browser's own detector, else with `qr`, fetched (or precached) when first needed. */
export const codes: Codes = {
  inPicture: async (picture) => {
    const native = await nativeDetector();
    const seen = (await native?.detect(picture).catch(() => [])) ?? [];
    if (seen[0]) return seen[0].rawValue;
    const { decodeQR } = await import('qr/decode.js');
    for (const side of PICTURE_SIDES) {
      const image = await pixelsOf(picture, side);
      if (!image) return null;
      try {
        return decodeQR(image, { format: 'RGBA', timeLimit: PICTURE_LIMIT_MS });
      } catch {
        // No code was found at this size: the reader says so by throwing.
      }
    }
    return null;
  },

  watch: async (view, found) => {
    const opened = await openCamera();
    if (!('stream' in opened)) return opened;
    const { stream } = opened;
    const detector = await openDetector();
    let stopped = false;
    view.srcObject = stream;
    // Rejected when the view has left the page meanwhile; `stop` follows then.
    await view.play().catch(() => undefined);
    const look = async (): Promise<void> => {
      if (stopped) return;
      const seen = view.videoWidth > 0 ? await detector.detect(view).catch(() => []) : [];
      if (stopped) return;
      for (const { rawValue } of seen) found(rawValue);
      timers.after(LOOK_EVERY_MS, () => void look());
    };
    void look();
    return {
      ok: true,
      stop: () => {
        stopped = true;
        for (const track of stream.getTracks()) track.stop();
        view.srcObject = null;
      },
    };
  },
};

async function openCamera(): Promise<{ readonly stream: MediaStream } | Extract<Watching, { ok: false }>> {
  // Absent in a page that is not secure, whatever the types say.
  const devices = navigator.mediaDevices as MediaDevices | undefined;
  if (!devices) return { ok: false, why: 'none' };
  try {
    return { stream: await devices.getUserMedia({ video: CAMERA }) };
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'NotAllowedError' || name === 'SecurityError') return { ok: false, why: 'denied' };
    return { ok: false, why: name === 'NotFoundError' ? 'none' : 'busy' };
  }
}

/** The browser's own; null where it has none. Some systems name the class and can read nothing. */
async function nativeDetector(): Promise<Detector | null> {
  const native = (globalThis as { BarcodeDetector?: NativeDetector }).BarcodeDetector;
  const formats = (await native?.getSupportedFormats().catch(() => [])) ?? [];
  return native && formats.includes('qr_code') ? new native({ formats: ['qr_code'] }) : null;
}

async function openDetector(): Promise<Detector> {
  const native = await nativeDetector();
  if (native) return native;
  const { BarcodeDetector } = await import('qr/decode.js');
  return new BarcodeDetector({ formats: ['qr_code'] });
}

/** A picture's pixels, its longest side at most `side`; null when it is none. */
async function pixelsOf(picture: Blob, side: number): Promise<ImageData | null> {
  let bitmap: ImageBitmap;
  try {
    bitmap = await createImageBitmap(picture);
  } catch {
    return null;
  }
  const scale = Math.min(1, side / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const paint = canvas.getContext('2d', { willReadFrequently: true });
  paint?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return paint?.getImageData(0, 0, canvas.width, canvas.height) ?? null;
}
