/** One statement's answer as the server's engines give it: values parsed by `values.ts`. */
export type Answer<R = Record<string, unknown>> = {
  readonly command: string;
  /** Rows written, or rows found by a SELECT. */
  readonly rowCount: number;
  readonly rows: R[];
};

/** One session with a database: statements run one after the other, and a transaction belongs to it alone. */
export interface Session {
  query<R>(text: string, params: readonly unknown[]): Promise<Answer<R>>;
  /** Several statements without parameters: a migration. */
  script(text: string): Promise<void>;
  release(): void;
}

/** A database as the rest of the server sees it, embedded or not. */
export interface Engine {
  readonly kind: 'pglite' | 'postgres';
  connect(): Promise<Session>;
  /** Calls of fsync since the start; null where the engine is not ours to watch. */
  syncs(): Promise<number | null>;
  /** The whole database as an archive of its folder; null where the engine has tools of its own for that. */
  dump(): Promise<Uint8Array<ArrayBuffer> | null>;
  close(): Promise<void>;
}
