import { bundledServer } from '#tests/support/server-bundle.ts';
import { BUNDLED_SERVER } from '#tests/support/world.ts';

/** Makes one file of the server for all journeys: forty starts through the loader would be a fifth of their time. */
export default async function setup(): Promise<void> {
  process.env[BUNDLED_SERVER] = await bundledServer();
}
