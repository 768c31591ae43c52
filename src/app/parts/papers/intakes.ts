import type { Editor } from '#app/parts/draft/editor.ts';
import type { OpenIntake } from './openIntake.ts';

/** What each editor has on its way into its papers, so that whoever comes back to a draft finds it still under way. */
export const intakes = new WeakMap<Editor, OpenIntake>();
