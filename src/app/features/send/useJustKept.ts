import { usePlace } from '#app/router.ts';
import { useApp } from '#app/state/app.ts';

/** The dossier somebody has just sealed, if this screen was opened by that: it waits here, or the server has it. */
export function useJustKept() {
  const { state } = usePlace();
  const { outbox, dossiers } = useApp();
  const id = keptOf(state);
  const entry = outbox.find(({ command: { intent } }) => intent.type === 'submit' && intent.dossier === id);
  const dossier = dossiers.find((at) => at.id === id);
  if (id === null || entry?.refusal) return null;
  return dossier ? { dossier } : entry ? { entry } : null;
}

function keptOf(state: unknown): string | null {
  return typeof state === 'object' && state !== null && 'kept' in state && typeof state.kept === 'string'
    ? state.kept
    : null;
}
