import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { bringBack } from '#server/backup/bring-back.ts';
import { DatabaseServed, sayServed, takeUnserved } from '#server/backup/served.ts';
import { takeBackup } from '#server/backup/take.ts';
import { openDatabase } from '#server/db/database.ts';
import { openKeys } from '#server/keys.ts';
import type { Settings } from '#server/settings.ts';
import { backupPlace } from '#tests/support/backup-place.ts';
import { createPostgresDatabase, startPostgres } from '#tests/support/postgres.ts';

const postgres = startPostgres();
if (!postgres.ok) test.skip(`a restore beside a server on PostgreSQL: ${postgres.why}`);
else
  describe('a restore of a PostgreSQL database', { timeout: 120_000 }, () => {
    const { settings: embedded, to } = backupPlace();
    let settings: Settings & { readonly databaseUrl: string };
    let drop: () => Promise<void>;

    const epoch = async () => {
      const { db, close } = await openDatabase({ dataDir: '', databaseUrl: settings.databaseUrl });
      const state = await db.selectFrom('server_state').select('epoch').executeTakeFirstOrThrow();
      await close();
      return state.epoch;
    };

    /** Ends the connections that say that a server runs, and no other, as a database that is started again does. */
    async function cutOff(): Promise<void> {
      const client = new Client({ connectionString: settings.databaseUrl });
      await client.connect();
      const { rows } = await client.query(
        `SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()`,
      );
      expect(rows).toHaveLength(1);
      await client.end();
    }

    beforeAll(async () => {
      const made = await createPostgresDatabase(postgres.url);
      drop = made.drop;
      settings = { ...embedded, databaseUrl: made.url };
      await openKeys(settings.dataFolder);
      await takeBackup(settings, to);
    }, 120_000);
    afterAll(async () => {
      await drop();
      postgres.stop();
    });

    test('is refused while a server runs, however long that has been quiet', async () => {
      const before = await epoch();
      // No pool beside it: after ten quiet seconds none of its connections is left.
      const hush = await sayServed(settings.databaseUrl, () => undefined);
      await expect(bringBack(settings, to)).rejects.toThrow(DatabaseServed);
      expect(await epoch()).toBe(before);
      await hush();
      // The database notices a moment later that a connection has ended.
      await vi.waitFor(async () => await bringBack(settings, to), 60_000);
      expect(await epoch()).not.toBe(before);
    });

    test('is refused also after the server lost that connection and made it again', async () => {
      const trouble = vi.fn();
      const hush = await sayServed(settings.databaseUrl, trouble);
      await cutOff();
      await vi.waitFor(() => expect(trouble).toHaveBeenCalled());
      await vi.waitFor(async () => {
        const giveBack = await takeUnserved(settings.databaseUrl).catch((error: unknown) => error);
        if (typeof giveBack === 'function') await giveBack();
        expect(giveBack).toBeInstanceOf(DatabaseServed);
      }, 10_000);
      await hush();
    });

    test('lets a server begin when it is done, and not before', async () => {
      const giveBack = await vi.waitFor(async () => await takeUnserved(settings.databaseUrl));
      let began = false;
      const beginning = sayServed(settings.databaseUrl, () => undefined).then((hush) => {
        began = true;
        return hush;
      });
      await expect(takeUnserved(settings.databaseUrl)).rejects.toThrow(DatabaseServed);
      expect(began).toBe(false);
      await giveBack();
      await (
        await beginning
      )();
    });
  });
