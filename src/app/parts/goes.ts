import type { FileRef } from '#core/dossier/dossier.ts';
import { keepsPhotos } from '#core/sync/upload-lane.ts';
import type { AppState } from '#app/state/app.ts';

/** How something kept here gets to the server: the key of a sentence. `whileOpen`: this browser sends nothing else. */
export type Goes = 'afterHelp' | 'afterUpdate' | 'afterSignIn' | 'byItself' | 'whileOpen' | 'photosHeld';

type Sources = Pick<AppState, 'server' | 'sync'> & { readonly backgroundSync: boolean };

/** What has yet to go: photos, with a form (or another command) or after it. */
export type Cargo = { readonly form: boolean; readonly photos: readonly FileRef[] };

/** All that is true of how it goes. What needs the person comes first, and then nothing else is said. */
export function goesOf({ server, sync, backgroundSync }: Sources, { form, photos }: Cargo): readonly Goes[] {
  const blocked = sync?.blocked ?? null;
  if (blocked === 'disagreement') return ['afterHelp'];
  if (blocked === 'outdated') return ['afterUpdate'];
  if (server === 'out' || blocked === 'signedOut' || blocked === 'wrongAccount') return ['afterSignIn'];
  const goes = backgroundSync ? 'byItself' : 'whileOpen';
  // Also where the server has yet to ask for them.
  if (!sync || photos.length === 0 || !keepsPhotos(sync)) return [goes];
  return form ? [goes, 'photosHeld'] : ['photosHeld'];
}
