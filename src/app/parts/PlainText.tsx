import { useLayoutEffect, useRef } from 'react';
import { plainText } from '#app/state/plain.ts';

/** The text the server had written into this page, where the app has no better one: it stays readable. */
export function PlainText() {
  const box = useRef<HTMLDivElement>(null);
  const text = plainText();
  // Before anybody looks whether the text still lies beside the app, and before it is drawn.
  useLayoutEffect(() => {
    if (text) box.current?.append(text);
  }, [text]);
  return text && <div ref={box} />;
}
