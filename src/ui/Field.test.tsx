// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { keysAsWords } from './test-words.ts';
import { TextField } from './TextField.tsx';

beforeAll(keysAsWords);
afterEach(cleanup);

const ignore = () => undefined;

test('the label names the input, and the error is read before the hint', () => {
  render(<TextField id="name" label="Họ tên" hint="Như trên căn cước" error="Chưa ghi" value="" onChange={ignore} />);
  const input = screen.getByLabelText('Họ tên');
  expect(input.id).toBe('name');
  expect(input.getAttribute('aria-invalid')).toBe('true');
  const described = input.getAttribute('aria-describedby')?.split(' ') ?? [];
  expect(described.map((id) => document.getElementById(id)?.textContent)).toEqual(['Chưa ghi', 'Như trên căn cước']);
});

test('without hint and error nothing is described, and two fields never share an id', () => {
  render(
    <>
      <TextField label="Một" value="" onChange={ignore} />
      <TextField label="Hai" value="" onChange={ignore} />
    </>,
  );
  const [one, two] = [screen.getByLabelText('Một'), screen.getByLabelText('Hai')];
  expect(one.hasAttribute('aria-describedby')).toBe(false);
  expect(one.hasAttribute('aria-invalid')).toBe(false);
  expect(one.id).not.toBe(two.id);
});
