import { encodeQR } from 'qr';

/** What stands around the code on the picture, so that whoever pays knows what they pay. */
export type QrImageText = {
  readonly title: string;
  readonly amount: string;
  readonly payee: string;
  readonly account: string;
  readonly reference: string;
};

const WIDTH = 720;
const MARGIN = 48;
const QR_SIDE = 520;

/** A picture of a payment code with its words, as PNG; null where the browser cannot draw one. */
export function drawQrImage(payload: string, text: QrImageText): Promise<Blob | null> {
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH;
  canvas.height = 880;
  const context = canvas.getContext('2d');
  if (!context) return Promise.resolve(null);
  context.fillStyle = '#fff';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = '#14172b';
  context.textAlign = 'center';

  let y = MARGIN + 28;
  const write = (words: string, size: number, weight: number): void => {
    context.font = `${String(weight)} ${String(size)}px system-ui, sans-serif`;
    for (const line of wrap(words, (part) => context.measureText(part).width, WIDTH - 2 * MARGIN)) {
      context.fillText(line, WIDTH / 2, y);
      y += size * 1.35;
    }
  };

  write(text.title, 28, 400);
  y += 26;
  write(text.amount, 60, 700);
  drawCode(context, payload, (WIDTH - QR_SIDE) / 2, y - 64);
  y += QR_SIDE - 24;
  write(text.payee, 28, 700);
  write(text.account, 26, 400);
  write(text.reference, 26, 700);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

function drawCode(context: CanvasRenderingContext2D, payload: string, left: number, top: number): void {
  const rows = encodeQR(payload, 'raw', { ecc: 'medium', border: 4 });
  // Whole pixels a module, so that no reader meets a grey edge.
  const module = Math.floor(QR_SIDE / rows.length);
  const offset = (QR_SIDE - module * rows.length) / 2;
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (dark) context.fillRect(left + offset + x * module, top + offset + y * module, module, module);
    });
  });
}

/** Words in lines no wider than there is room; a word that is too long stands alone. */
export function wrap(words: string, widthOf: (line: string) => number, room: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}
