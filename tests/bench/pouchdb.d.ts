// What the sync bench uses of its peer; the packages bring no types along.
declare module 'pouchdb-browser' {
  type Replication = {
    on(event: 'change', heard: (info: { readonly docs: readonly { readonly _id: string }[] }) => void): Replication;
    on(event: 'paused', heard: (error?: unknown) => void): Replication;
  };
  export default class PouchDB {
    constructor(name: string);
    put(document: object): Promise<unknown>;
    readonly replicate: { to(url: string, options: object): Replication };
  }
}
declare module 'pouchdb-core' {
  type Constructor = { plugin(plugin: unknown): Constructor; defaults(options: object): Constructor };
  const PouchDB: Constructor;
  export default PouchDB;
}
declare module 'pouchdb-adapter-memory' {
  const plugin: unknown;
  export default plugin;
}
declare module 'express-pouchdb' {
  import type { RequestListener } from 'node:http';
  export default function expressPouchdb(constructor: unknown, options: object): RequestListener;
}
