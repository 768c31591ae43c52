import { encodeQR } from 'qr';
import { useMemo } from 'react';
import { cx } from './cx.ts';
import styles from './QrCode.module.css';

export type QrCodeProps = {
  text: string;
  /** What the code is for, read out instead of it. */
  label: string;
  /** For some hundred letters: as wide as there is room, and error correction L, since a screen has no dirt to correct. */
  dense?: boolean;
};

/** Dark modules as one path, a bar for each run in a row; `side` counts modules with the quiet zone. */
function draw(text: string, ecc: 'low' | 'medium'): { path: string; side: number } {
  const rows = encodeQR(text, 'raw', { ecc, border: 4 });
  let path = '';
  rows.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (!dark || row[x - 1]) return;
      const end = row.indexOf(false, x);
      const run = (end < 0 ? row.length : end) - x;
      path += `M${x} ${y}h${run}v1h-${run}z`;
    });
  });
  return { path, side: rows.length };
}

/** A QR code with the quiet zone the standard asks for (four modules) and error correction M. Black on white in every theme. */
export function QrCode({ text, label, dense = false }: QrCodeProps) {
  const { path, side } = useMemo(() => draw(text, dense ? 'low' : 'medium'), [text, dense]);
  return (
    <figure className={cx(styles.frame, dense && styles.dense)} aria-label={label}>
      <svg className={styles.code} viewBox={`0 0 ${side} ${side}`} shapeRendering="crispEdges" aria-hidden="true">
        <path d={path} />
      </svg>
    </figure>
  );
}
