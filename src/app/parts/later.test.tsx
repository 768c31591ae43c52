// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { Component, createContext, useContext, useState, type ComponentType, type ReactNode } from 'react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import { keysAsWords } from '#ui/test-words.ts';
import { later } from './later.tsx';

const Place = createContext('nowhere');

/** A part that says its word and where it stands, once it is let come. */
function part(word: string) {
  const Said = () => <p>{`${word} ${useContext(Place)}`}</p>;
  let asked = 0;
  let [arrive, miss] = [() => {}, () => {}];
  const Part = later(() => {
    asked += 1;
    return new Promise<{ default: ComponentType }>((resolve, reject) => {
      arrive = () => resolve({ default: Said });
      miss = () => reject(new Error('cut'));
    });
  }, 'first');
  return { Part, asked: () => asked, come: () => act(async () => arrive()), fail: () => act(async () => miss()) };
}

class Boundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };
  static getDerivedStateFromError() {
    return { failed: true };
  }
  override render() {
    return this.state.failed ? <p>failed</p> : this.props.children;
  }
}

beforeAll(keysAsWords);
afterEach(cleanup);

test('a part stands once it has come, and at once wherever it is shown again', async () => {
  const { Part, asked, come } = part('here');
  const { container, rerender } = render(<Part />);
  expect(container.textContent).toBe('');
  await come();
  await screen.findByText('here nowhere');
  rerender(<p>elsewhere</p>);
  rerender(<Part />);
  screen.getByText('here nowhere');
  expect(asked()).toBe(1);
});

test('a part that has gone while it was waited for is not drawn when it and others come', async () => {
  const [gone, stays] = [part('gone'), part('stays')];
  const uncaught: unknown[] = [];
  window.addEventListener('error', ({ error }) => uncaught.push(error));
  function Hiding() {
    const [hidden, setHidden] = useState(false);
    return (
      <>
        <button type="button" aria-label="hide" onClick={() => setHidden(true)} />
        {!hidden && <gone.Part />}
      </>
    );
  }
  render(
    <Place.Provider value="in the village">
      <Hiding />
      <stays.Part />
    </Place.Provider>,
  );
  fireEvent.click(screen.getByRole('button'));
  await gone.come();
  await stays.come();
  await screen.findByText('stays in the village');
  expect(screen.queryByText('gone in the village')).toBe(null);
  expect(uncaught).toEqual([]);
});

test('a part that does not come is told to the boundary, and asked for again when it is shown again', async () => {
  const { Part, come, fail } = part('here');
  const { unmount } = render(
    <Boundary>
      <Part />
    </Boundary>,
  );
  await fail();
  await screen.findByText('failed');
  unmount();
  render(<Part />);
  await come();
  await screen.findByText('here nowhere');
});
