/**
 * The one door through which screens see the browser: types alone, so that nothing of src/platform is
 * bundled with a screen. `main.tsx` brings the object itself.
 */
export type {
  FileProblem,
  Platform,
  PinnedKey,
  Prepared,
  SessionState,
  StorageReport,
  Unsent,
  Verified,
  Watching,
} from '#platform/page/platform.ts';
