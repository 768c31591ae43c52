// @vitest-environment jsdom
import { act, cleanup, render } from '@testing-library/react';
import { useEffect } from 'react';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Router } from 'wouter';
import { noteArrival, useBack, useNavigate, usePlace, type Place } from './router.ts';

type Shown = { place: Place; navigate: ReturnType<typeof useNavigate>; back: ReturnType<typeof useBack> };
const shown = {} as Shown;

function Screen() {
  const seen = { place: usePlace(), navigate: useNavigate(), back: useBack() };
  useEffect(() => void Object.assign(shown, seen));
  return null;
}

/** Waits for the browser's history, which answers late. */
const walk = async (by: number) =>
  await act(async () => {
    const arrived = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
    history.go(by);
    await arrived;
  });
const go = (...to: Parameters<typeof shown.navigate>) => act(() => shown.navigate(...to));

beforeEach(() => {
  history.replaceState(null, '', '/');
  render(
    <Router aroundNav={noteArrival}>
      <Screen />
    </Router>,
  );
});
afterEach(cleanup);

test('every place has its own key, which is found again going back', async () => {
  const home = shown.place.key;
  go('/thu-tuc?q=khai+sinh');
  expect(shown.place).toMatchObject({ pathname: '/thu-tuc', search: '?q=khai+sinh', arrival: 'onward' });
  const list = shown.place.key;
  go('/thu-tuc/1', { replace: true });
  expect(shown.place).toMatchObject({ pathname: '/thu-tuc/1', search: '', arrival: 'instead' });
  expect(new Set([home, list, shown.place.key]).size).toBe(3);
  await walk(-1);
  expect(shown.place).toMatchObject({ pathname: '/', key: home, arrival: 'history' });
});

test('an address of words alone keeps the path', () => {
  go('/huong-dan/sinh-con');
  go('?a=1');
  expect(shown.place).toMatchObject({ pathname: '/huong-dan/sinh-con', search: '?a=1' });
});

test('what is handed over is found at its place and at no other', async () => {
  go('/cho-song', { replace: true, state: { kept: 'x' } });
  expect(shown.place.state).toEqual({ kept: 'x' });
  go('/toi');
  expect(shown.place.state).toBe(null);
  await walk(-1);
  expect(shown.place.state).toEqual({ kept: 'x' });
});

test('back leads to where one came from, and elsewhere only where nothing of the app lies behind', async () => {
  act(() => shown.back('/thu-tuc'));
  expect(shown.place).toMatchObject({ pathname: '/thu-tuc', arrival: 'instead' });
  go('/thu-tuc/1');
  go('/thu-tuc/2', { replace: true });
  const arrived = new Promise((resolve) => addEventListener('popstate', resolve, { once: true }));
  await act(async () => {
    shown.back('/elsewhere');
    await arrived;
  });
  expect(shown.place.pathname).toBe('/thu-tuc');
});
