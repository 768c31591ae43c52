// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { StoreFailure } from '#core/ports.ts';
import { INITIAL } from '#core/sync/state.ts';
import { paths } from '#app/paths.ts';
import { useApp } from '#app/state/app.ts';
import { startSignedIn } from '#tests/support/signed-in.ts';
import { withdrawal } from '#tests/support/told.ts';
import { keysAsWords } from '#ui/test-words.ts';
import type { Editor, EditorState } from './editor.ts';
import { SaveNotice } from './SaveNotice.tsx';

beforeAll(async () => {
  await keysAsWords();
  await startSignedIn();
});
afterEach(cleanup);

const photo = { hash: 'a'.repeat(64), size: 1000, type: 'image/webp', dossier: 'x' } as const;
const NOTHING = { outbox: [], sync: INITIAL };

/** Where the notice leads when this is why nothing was saved, and this waits to be sent. */
function waysOut(code: StoreFailure['code'], waiting: Partial<ReturnType<typeof useApp.getState>>) {
  useApp.setState({ ...NOTHING, ...waiting });
  const state = { save: { kind: 'failed', failure: { code } } } as EditorState;
  render(<SaveNotice editor={{} as Editor} state={state} read={() => null} gone={null} />);
  screen.getByText('save.notSaved');
  const links = screen.queryAllByRole('link').map((link) => link.getAttribute('href'));
  cleanup();
  return links;
}

test('on a full phone what waits to be sent is offered as room, and only where something waits', () => {
  expect(waysOut('full', NOTHING)).toEqual([paths.dossiers]);
  expect(waysOut('full', { outbox: [withdrawal] })).toEqual([paths.dossiers, paths.outbox]);
  expect(waysOut('full', { sync: { ...INITIAL, uploads: [photo] } })).toEqual([paths.dossiers, paths.outbox]);
  expect(waysOut('lost', { outbox: [withdrawal] })).toEqual([]);
});
