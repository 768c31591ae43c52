import { describe, expect, it } from 'vitest';
import { classify, fit } from './images.ts';

const PDF = new TextEncoder().encode('%PDF-1.7');
const JPEG = new Uint8Array([0xff, 0xd8, 0xff, 0xe0]);
const MB = 1_000_000;

describe('a chosen file', () => {
  it.each([
    [3 * MB, 'image/jpeg', JPEG, { kind: 'photo' }],
    [3 * MB, 'image/heic', JPEG, { kind: 'photo' }],
    [3 * MB, '', JPEG, { kind: 'photo' }],
    [MB, 'application/pdf', PDF, { kind: 'pdf' }],
    [MB, '', PDF, { kind: 'pdf' }],
    [0, 'image/jpeg', new Uint8Array(), { kind: 'problem', why: { code: 'empty' } }],
    [41 * MB, 'image/jpeg', JPEG, { kind: 'problem', why: { code: 'tooLarge', limit: 40 * MB } }],
    [11 * MB, 'application/pdf', PDF, { kind: 'problem', why: { code: 'tooLarge', limit: 10 * MB } }],
    [MB, 'application/pdf', JPEG, { kind: 'problem', why: { code: 'unreadable' } }],
    [MB, 'image/svg+xml', JPEG, { kind: 'problem', why: { code: 'notSupported', type: 'image/svg+xml' } }],
    [MB, 'text/html', JPEG, { kind: 'problem', why: { code: 'notSupported', type: 'text/html' } }],
    [MB, 'application/zip', JPEG, { kind: 'problem', why: { code: 'notSupported', type: 'application/zip' } }],
  ])('of %i bytes said to be "%s" is told apart', (size, type, head, expected) => {
    expect(classify(size, type, head)).toEqual(expected);
  });
});

describe('the size of a photo', () => {
  it.each([
    [4000, 3000, 1600, 1200],
    [3000, 4000, 1200, 1600],
    [1600, 900, 1600, 900],
    [640, 480, 640, 480],
    [20000, 3, 1600, 1],
  ])('of %i × %i becomes %i × %i', (width, height, newWidth, newHeight) => {
    expect(fit(width, height)).toEqual({ width: newWidth, height: newHeight });
  });
});
