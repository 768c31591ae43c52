import { Client } from 'pg';

/** The tables that a command leaves rows in, and how their rows belong to an account. */
const TABLES = {
  command: 'account',
  dossier: 'owner',
  dossier_event: 'dossier IN (SELECT id FROM dossier WHERE owner = $1)',
  change: 'account',
  dossier_file: 'owner',
} as const;
const CONNECTIONS = 10;

type Rows = { readonly text: string; readonly name: string; readonly rows: readonly string[][] }[];

/**
 * What the database can do at best: the very rows the server wrote, inserted again into empty copies of their
 * tables with the same indexes, one prepared statement a row and one transaction a phone. Answers the seconds.
 */
export async function insertRaw(url: string, accounts: readonly string[]): Promise<{ seconds: number; rows: number }> {
  // Text as it came from the database goes back as it is.
  const types = { getTypeParser: () => (value: string) => value };
  const clients = Array.from({ length: CONNECTIONS }, () => new Client({ connectionString: url, types }));
  const [first] = clients;
  await Promise.all(clients.map((client) => client.connect()));
  if (!first) throw new Error('no connection');
  try {
    await first.query('CREATE SCHEMA raw');
    for (const table of Object.keys(TABLES)) {
      await first.query(`CREATE TABLE raw.${table} (LIKE public.${table} INCLUDING ALL)`);
    }
    const work: Rows[] = [];
    for (const account of accounts) work.push(await rowsOf(first, account));
    const rows = work.flat().reduce((sum, each) => sum + each.rows.length, 0);
    const began = performance.now();
    await Promise.all(clients.map((client) => drain(client, work)));
    return { seconds: (performance.now() - began) / 1000, rows };
  } finally {
    await Promise.all(clients.map((client) => client.end()));
  }
}

async function rowsOf(client: Client, account: string): Promise<Rows> {
  const found: Rows = [];
  for (const [table, owner] of Object.entries(TABLES)) {
    const where = owner.includes(' ') ? owner : `${owner} = $1`;
    const text = `SELECT * FROM ${table} WHERE ${where}`;
    const { rows, fields } = await client.query<string[]>({ text, values: [account], rowMode: 'array' });
    const columns = fields.map((field) => field.name).join(', ');
    const places = fields.map((_, at) => `$${at + 1}`).join(', ');
    found.push({ name: table, text: `INSERT INTO raw.${table} (${columns}) VALUES (${places})`, rows });
  }
  return found;
}

async function drain(client: Client, work: Rows[]): Promise<void> {
  for (let next = work.pop(); next; next = work.pop()) {
    await client.query('BEGIN');
    for (const { name, text, rows } of next) {
      for (const values of rows) await client.query({ name, text, values });
    }
    await client.query('COMMIT');
  }
}
