import type { OpenDatabase } from '#server/db/database.ts';
import type { Me } from '#protocol/http.ts';

/** Makes an account as a first sign-in would. */
export async function addAccount(
  { db }: OpenDatabase,
  account: { readonly id: string; readonly kind?: Me['kind']; readonly unit?: string },
): Promise<void> {
  const { id, kind = 'resident', unit = null } = account;
  const person = JSON.stringify({ name: id });
  await db
    .insertInto('account')
    .values({ id, subject: `test|${id}`, kind, name: id, unit, person })
    .execute();
}
