import { decideDraft as decide, type DraftDecision } from '#core/sync/drafts.ts';

export { sameBody } from '#core/sync/drafts.ts';

/** Whoever writes last wins, whatever they have seen. */
export function decideDraft(...[stored, push, device, same]: Parameters<typeof decide>): DraftDecision {
  return decide(stored, { ...push, base: stored?.rev ?? 0 }, device, same);
}
