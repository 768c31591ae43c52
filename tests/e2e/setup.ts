import { must } from '#core/assert.ts';
import { bundledCommand } from '#tests/support/bundled-command.ts';
import { SERVER_PROGRAM } from '#tests/support/world.ts';

/** Makes one file of the server for all journeys: through the loader each start of theirs would take twice as long. */
export default async function setup(): Promise<void> {
  process.env[SERVER_PROGRAM] = must((await bundledCommand('start')).at(-1), 'the program');
}
