import type { CatalogueSearch } from '#core/ports.ts';
import type { Answer, Question } from '#core/text/search/searcher.ts';
import type { SearchCall, SearchReply } from './serve.ts';

/** The part of a Worker that is used here. */
export type SearchWorker = Pick<Worker, 'postMessage' | 'addEventListener' | 'terminate'>;

type Method = SearchCall['method'];
type Hold = (call: SearchCall) => SearchReply;

/**
 * Search in a worker. Where there are none, or this one does not start or fails, the same index is held in the
 * page: slower, never without.
 */
export function openSearch(start: () => SearchWorker | null, inPage: () => Promise<Hold>): CatalogueSearch {
  const waiting = new Map<number, { readonly call: SearchCall; readonly done: (value: unknown) => void }>();
  let last = 0;
  let loaded: Extract<SearchCall, { method: 'load' }> | null = null;
  let hold: Promise<Hold> | null = null;
  let worker = tryToStart();

  function tryToStart(): SearchWorker | null {
    try {
      const started = start();
      started?.addEventListener('message', (event) => settle((event as MessageEvent<SearchReply>).data));
      started?.addEventListener('error', fallBack);
      started?.addEventListener('messageerror', fallBack);
      return started;
    } catch {
      return null;
    }
  }

  function settle({ id, value }: SearchReply): void {
    const one = waiting.get(id);
    waiting.delete(id);
    one?.done(value);
  }

  function fallBack(): void {
    if (!worker) return;
    worker.terminate();
    worker = null;
    const unanswered = [...waiting.values()].map(({ call }) => call);
    const calls = loaded && !unanswered.includes(loaded) ? [loaded, ...unanswered] : unanswered;
    for (const call of calls) void answerHere(call);
  }

  async function answerHere(call: SearchCall): Promise<void> {
    hold ??= inPage();
    settle((await hold)(call));
  }

  function send<M extends Method>(
    method: M,
    argument: Parameters<CatalogueSearch[M]>[0],
  ): ReturnType<CatalogueSearch[M]> {
    last += 1;
    const made = { id: last, method, argument } as SearchCall;
    if (made.method === 'load') loaded = made;
    const answered = new Promise((done) => {
      waiting.set(made.id, { call: made, done });
      if (worker) worker.postMessage(made);
      else void answerHere(made);
    });
    // What comes back is what the method of that name gives: `holdIndex`.
    return answered as ReturnType<CatalogueSearch[M]>;
  }

  return {
    load: (catalogue) => send('load', catalogue),
    ask: latestOnly((question) => send('ask', question)),
    facets: (filter) => send('facets', filter),
    save: () => send('save', undefined),
  };
}

/** One question is under way at a time; of those asked meanwhile only the last is passed on. */
function latestOnly(ask: (question: Question) => Promise<Answer | null>): CatalogueSearch['ask'] {
  type Waiting = { readonly question: Question; readonly done: (answer: Answer | null) => void };
  let busy = false;
  let next: Waiting | null = null;

  const run = async ({ question, done }: Waiting): Promise<void> => {
    busy = true;
    const answer = await ask(question);
    busy = false;
    const after = next;
    next = null;
    done(after ? null : answer);
    if (after) await run(after);
  };
  return (question) =>
    new Promise((done) => {
      if (!busy) {
        void run({ question, done });
        return;
      }
      next?.done(null);
      next = { question, done };
    });
}
