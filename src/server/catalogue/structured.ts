import { Parser } from 'htmlparser2';
import type { StructuredText } from '#core/procedure/record.ts';

/** Tags of a document. A lone "<" before a number or a word of Vietnamese ("< 500 GT") is text, not markup. */
const MARKUP =
  /<\/?(a|abbr|article|b|blockquote|body|br|center|code|dd|div|dl|dt|em|embed|figure|font|form|h[1-6]|head|hr|html|i|iframe|img|input|li|link|meta|object|ol|p|pre|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|tt|u|ul|video)(?=[\s/>])[^<]*>|<!--|<!doctype|&(#\d{1,6}|#x[\da-f]{1,6}|amp|lt|gt|quot|nbsp|apos|ndash|mdash|hellip|bull|middot|[aeiouy](acute|grave|tilde|circ)|dstrok);/i;

/** Where one line ends and another begins. */
const BLOCKS = new Set(
  'address article blockquote body center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6 header hr html li main nav ol p pre section table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
/** What nobody reads: neither their text nor what is inside them. */
const SILENT = new Set('embed head iframe link meta object script style svg template title video'.split(' '));

/** Word's own bullets come as private characters of its symbol fonts. */
const BULLET = /^\s*(?:[-–—+*•●○▪◦·■□►➢\uf02b\uf02d\uf076\uf097\uf0a7\uf0b7\uf0d8\uf0fc])\s*(?=\S)/u;
/** Characters that are no text: controls, invisible marks, private symbols. */
const NO_TEXT = /[\p{Cc}\p{Cf}\p{Co}\ufffc\ufffd]/gu;

/**
 * A text of the portal as paragraphs and lists. Markup is read by an HTML parser and only its text is kept, so
 * that nothing a source writes can become a tag, an attribute or a script again.
 */
export function structured(text: string): StructuredText {
  const blocks: (string | string[])[] = [];
  for (const row of linesOf(text)) {
    const bullet = BULLET.exec(row);
    const words = plain(bullet ? row.slice(bullet[0].length) : row);
    if (words === '') continue;
    const last = blocks.at(-1);
    if (!bullet) blocks.push(words);
    else if (Array.isArray(last)) last.push(words);
    else blocks.push([words]);
  }
  return blocks;
}

/** A text of the portal as one line. */
export function line(text: string): string {
  return plain(linesOf(text).join(' '));
}

function linesOf(text: string): string[] {
  const unmarked = MARKUP.test(text) ? withoutMarkup(text) : text;
  return unmarked.split(/\r\n|[\n\r\u2028\u2029]/);
}

function plain(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(NO_TEXT, '')
    .replace(/ {2,}/g, ' ')
    .trim();
}

function withoutMarkup(html: string): string {
  const parts: string[] = [];
  let silent = 0;
  const parser = new Parser(
    {
      onopentagname: (name) => {
        if (SILENT.has(name)) silent += 1;
        if (name === 'br' || BLOCKS.has(name)) parts.push('\n');
        if (name === 'li') parts.push('• ');
        if (name === 'td' || name === 'th') parts.push(' ');
      },
      ontext: (text) => {
        // A line end inside markup is a space; lines are made by tags.
        if (silent === 0) parts.push(text.replace(/[\r\n]+/g, ' '));
      },
      onclosetag: (name) => {
        if (SILENT.has(name)) silent -= 1;
        if (BLOCKS.has(name)) parts.push('\n');
      },
    },
    { decodeEntities: true, lowerCaseTags: true },
  );
  parser.end(html);
  return parts.join('');
}
