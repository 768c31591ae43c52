/**
 * The one door through which screens see the browser: types alone, so that nothing of src/platform is
 * bundled with a screen. `main.tsx` brings the object itself.
 */
export type {
  FileProblem,
  Platform,
  PinnedKey,
  PocketView,
  Prepared,
  SessionState,
  StorageReport,
  Unsent,
  Verified,
} from '#platform/page/platform.ts';
