import { dossierOf } from '#core/dossier/command.ts';
import type { Dossier } from '#core/dossier/dossier.ts';
import { hasEnded } from '#core/dossier/lifecycle.ts';
import type { OutboxEntry } from '#core/ports.ts';

/** What was done here about what a dossier asks, and waits for the server. */
export type Answer = 'supplement' | 'withdraw';

/**
 * What waits here in answer to what a dossier asks; null where nothing does. A withdrawal answers whatever is asked and
 * outdoes a supplement; a supplement answers no request for money.
 */
export function answerTo(
  { id, status }: Pick<Dossier, 'id' | 'status'>,
  outbox: readonly OutboxEntry[],
): Answer | null {
  const waits = (type: Answer) =>
    outbox.some(
      ({ command, refusal }) => refusal === null && command.intent.type === type && dossierOf(command) === id,
    );
  if (!hasEnded(status) && waits('withdraw')) return 'withdraw';
  return status === 'supplementRequested' && waits('supplement') ? 'supplement' : null;
}
