/** The epoch that one account's phones are told instead of the server's, as long as that is the one it was opened in. */
export const epochOfAnAccount = {
  name: '004-epoch-of-an-account',
  sql: `
ALTER TABLE account ADD COLUMN epoch uuid, ADD COLUMN epoch_within uuid,
  ADD CHECK ((epoch IS NULL) = (epoch_within IS NULL));
`,
} as const;
