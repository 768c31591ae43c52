import type { Asked, Chosen } from '#core/guide/walk.ts';

/**
 * Where somebody is in a guide, as an address: the answers by the questions' ids, and the question that is open again
 * to be answered anew. So reload, a shared link and the system's back button do what people expect of them.
 */
const OPEN_AGAIN = 'doi';

export function chosenIn(params: URLSearchParams): Chosen {
  return Object.fromEntries(params);
}

/** The answered question that is open again, or null. */
export function openAgain(params: URLSearchParams, asked: readonly Asked[]): Asked | null {
  const id = params.get(OPEN_AGAIN);
  return asked.find(({ question }) => question.id === id) ?? null;
}

/** Answers that count, with one more or another one; what came after it stays, in case it is still asked. */
export function withAnswer(asked: readonly Asked[], id: string, value: string): string {
  const params = paramsOf(asked);
  params.set(id, value);
  return `?${params.toString()}`;
}

/** The same answers, with one question open again. */
export function withOpen(asked: readonly Asked[], id: string): string {
  const params = paramsOf(asked);
  params.set(OPEN_AGAIN, id);
  return `?${params.toString()}`;
}

/** Without the last answer. */
export function oneLess(asked: readonly Asked[]): string {
  return `?${paramsOf(asked.slice(0, -1)).toString()}`;
}

function paramsOf(asked: readonly Asked[]): URLSearchParams {
  return new URLSearchParams(asked.map(({ question, option }) => [question.id, option.value]));
}
