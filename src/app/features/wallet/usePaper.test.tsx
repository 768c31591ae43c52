// @vitest-environment jsdom
import { renderHook } from '@testing-library/react';
import { expect, test } from 'vitest';
import { newPaper } from '#app/state/wallet.ts';
import { heldPhotos, photos } from '#tests/support/held-photos.ts';
import { sharedPhone } from '#tests/support/two-people.ts';
import { usePaper } from './usePaper.ts';

test('a paper still being shrunk when another person signs in is not kept in their wallet', async () => {
  const { images, shrink } = heldPhotos();
  const phone = await sharedPhone({ images });
  const paper = newPaper(phone.ids.uuid(), 'identityCard');
  const { result } = renderHook(() => usePaper(paper));
  result.current.intake.add(paper.id, photos('a'), 2);
  await phone.signIn('dua');
  await shrink('a');
  expect(await result.current.change(() => ({ whose: 'Mẩy' }))).toEqual({ code: 'lost' });
  expect(await phone.in('dua', (theirs) => theirs.listWallet())).toEqual([]);
});
