import type { Uuid } from '#core/dossier/dossier.ts';
import type { TransportFailure } from '#core/ports.ts';
import { DeskDossier, DeskList, SuspenseList, type DeskRow, type DeskSearch } from '#protocol/desk.ts';
import { platform } from '#app/state/app.ts';
import type { Place } from './places.ts';
import { EMPTY, lineKey, takeDossier, useDesk } from './store.ts';

type Queue = Exclude<Place, 'suspense'>;

/** The newest request of each kind; an answer to an older one is not shown. */
const asked = new Map<string, number>();

function begin(kind: string): () => boolean {
  const turn = (asked.get(kind) ?? 0) + 1;
  asked.set(kind, turn);
  return () => asked.get(kind) === turn;
}

/** Makes the desk an account's own: what another one read or wrote is let go, with every answer under way. */
export function enterDesk(account: string): void {
  if (useDesk.getState().account === account) return;
  asked.clear();
  useDesk.setState({ ...EMPTY, account });
}

/** Notes whether the server answers, for the chip in the header. A refusal is an answer. */
export function noteContact(failure: TransportFailure | null): void {
  const answered = failure === null || failure.code === 'refused';
  const out = failure?.code === 'refused' && failure.refusal.code === 'signedOut';
  useDesk.setState(({ lostSince, signedOut }) => ({
    lostSince: answered ? null : (lostSince ?? platform().clock.now()),
    signedOut: answered ? out : signedOut,
  }));
  if (out) void platform().session.refresh();
}

/** Reads a queue, or a search in it, as far as it was read before, so that nothing that is on screen goes away. */
export async function loadLine(queue: Queue, query: string): Promise<void> {
  const key = lineKey(queue, query);
  const isNewest = begin('line');
  const pages = useDesk.getState().lines[key]?.pages ?? 1;
  const rows: DeskRow[] = [];
  let next: string | null = null;
  let read = 0;
  do {
    const answer = await askPage(queue, query, next);
    if (!isNewest()) return;
    if (!answer.ok) {
      useDesk.setState({ lineFailure: answer.failure });
      return;
    }
    rows.push(...answer.value.rows);
    next = answer.value.next;
    read += 1;
  } while (next !== null && read < pages);
  keepLine(key, rows, next, read);
}

/** Reads the next page of a queue. */
export async function loadMore(queue: Queue, query: string): Promise<void> {
  const key = lineKey(queue, query);
  const known = useDesk.getState().lines[key];
  if (!known?.next) return;
  const isNewest = begin('line');
  const answer = await askPage(queue, query, known.next);
  if (!isNewest()) return;
  if (answer.ok) keepLine(key, [...known.rows, ...answer.value.rows], answer.value.next, known.pages + 1);
  else useDesk.setState({ lineFailure: answer.failure });
}

async function askPage(queue: Queue, query: string, after: string | null) {
  const answer = await (query === '' ? askQueue(queue, after) : askSearch(query, after));
  noteContact(answer.ok ? null : answer.failure);
  if (answer.ok) {
    const { counts, serverTime } = answer.value;
    useDesk.setState({ counts, skew: serverTime - platform().clock.now() });
  }
  return answer;
}

function askQueue(queue: Queue, after: string | null) {
  const search = new URLSearchParams({ queue, ...(after === null ? {} : { after }) });
  return platform().api.get(`/api/desk/dossiers?${search.toString()}`, DeskList);
}

/** A search is in all queues: who stands at the counter does not know which one theirs is in. */
function askSearch(words: string, after: string | null) {
  const search: DeskSearch = { words, ...(after === null ? {} : { after }) };
  return platform().api.post('/api/desk/search', search, DeskList);
}

function keepLine(key: string, rows: readonly DeskRow[], next: string | null, pages: number): void {
  // Two pages read at different moments may both name a dossier that moved between them.
  const once = [...new Map(rows.map((row) => [row.id, row])).values()];
  useDesk.setState((state) => ({
    lineFailure: null,
    lines: { ...state.lines, [key]: { rows: once, next, pages } },
  }));
}

/** Reads one dossier. */
export async function loadDossier(id: Uuid): Promise<void> {
  const isNewest = begin(`dossier ${id}`);
  const answer = await platform().api.get(`/api/desk/dossiers/${id}`, DeskDossier);
  if (!isNewest()) return;
  noteContact(answer.ok ? null : answer.failure);
  if (answer.ok) takeDossier(answer.value);
  else useDesk.setState((state) => ({ openFailures: { ...state.openFailures, [id]: answer.failure } }));
}

/** Reads the money that waits for a person. */
export async function loadSuspense(): Promise<void> {
  const isNewest = begin('suspense');
  const answer = await platform().api.get('/api/desk/suspense', SuspenseList);
  if (!isNewest()) return;
  noteContact(answer.ok ? null : answer.failure);
  if (answer.ok) useDesk.setState({ suspense: answer.value.rows, suspenseFailure: null });
  else useDesk.setState({ suspenseFailure: answer.failure });
}

/** Reads again what is on screen: the queue, the money beside it, and the open dossier. */
export function refresh(place: Place, query: string, open: Uuid | null): void {
  if (place !== 'suspense') void loadLine(place, query);
  if (open !== null) void loadDossier(open);
  void loadSuspense();
}
