import type { BrowserContext, Locator } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';

/** What a camera held in front of the screen reads from an element: the pixels as drawn, not the text they came from. */
export async function readQr(context: BrowserContext, element: Locator): Promise<string> {
  const png = (await element.screenshot()).toString('base64');
  // A blank page, whose rules do not keep pictures out.
  const reader = await context.newPage();
  const { width, height, rgba } = await reader.evaluate(async (source) => {
    const picture = new Image();
    picture.src = `data:image/png;base64,${source}`;
    await picture.decode();
    const canvas = document.createElement('canvas');
    canvas.width = picture.naturalWidth;
    canvas.height = picture.naturalHeight;
    const paint = canvas.getContext('2d')!;
    paint.drawImage(picture, 0, 0);
    const { data } = paint.getImageData(0, 0, canvas.width, canvas.height);
    let binary = '';
    for (const byte of data) binary += String.fromCharCode(byte);
    return { width: canvas.width, height: canvas.height, rgba: btoa(binary) };
  }, png);
  await reader.close();
  const data = new Uint8Array(Buffer.from(rgba, 'base64'));
  return decodeQR({ width, height, data }, { format: 'RGBA', timeLimit: 10_000 });
}
