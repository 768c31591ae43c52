import { holdIndex, type SearchCall } from './serve.ts';

/** The program of the search worker: an index off the page's thread, so that no key waits for it. */
const answer = holdIndex();
self.addEventListener('message', (event: MessageEvent<SearchCall>) => self.postMessage(answer(event.data)));
