import type { Page } from 'playwright-core';

/**
 * A photo of a paper as a phone's camera makes it: JPEG, some hundred kilobytes, with writing and grain. `scale`: the
 * share of that where there are many of them and nobody looks.
 */
export async function photoOf(
  page: Page,
  title: string,
  seed: number,
  scale = 1,
): Promise<{ name: string; mimeType: string; buffer: Buffer }> {
  const base64 = await page.evaluate(
    async ([text, number, size]) => {
      const canvas = document.createElement('canvas');
      canvas.width = 1500 * size;
      canvas.height = 2000 * size;
      const paint = canvas.getContext('2d')!;
      const grain = paint.createImageData(canvas.width, canvas.height);
      let state = number;
      for (let at = 0; at < grain.data.length; at += 4) {
        state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff;
        const light = 225 + ((state >> 16) % 24);
        grain.data.set([light, light, light - 12, 255], at);
      }
      paint.putImageData(grain, 0, 0);
      paint.scale(size, size);
      paint.fillStyle = '#222';
      paint.font = '64px serif';
      paint.fillText(text, 120, 220);
      paint.font = '36px serif';
      for (let line = 0; line < 30; line += 1)
        paint.fillText(`Dòng ${line + 1}: ${text} số ${number * (line + 1)}`, 120, 360 + line * 50);
      const blob = await new Promise<Blob>((resolve) => canvas.toBlob((made) => resolve(made!), 'image/jpeg', 0.85));
      const bytes = new Uint8Array(await blob.arrayBuffer());
      let binary = '';
      for (const byte of bytes) binary += String.fromCharCode(byte);
      return btoa(binary);
    },
    [title, seed, scale] as const,
  );
  return { name: `IMG_${seed}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(base64, 'base64') };
}
