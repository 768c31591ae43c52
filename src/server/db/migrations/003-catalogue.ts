/**
 * The catalogue: what was imported and when it held. A procedure's rows follow each other without overlap; the
 * one without `to_version` holds now. Frozen once released.
 */
export const catalogue = {
  name: '003-catalogue',
  sql: `
CREATE TABLE catalogue_import (
  id uuid PRIMARY KEY,
  base_version int NOT NULL,
  file_name text NOT NULL,
  by_name text NOT NULL,
  state text NOT NULL CHECK (state IN ('reading', 'staged', 'failed', 'published', 'discarded')),
  report jsonb,
  started_at timestamptz NOT NULL,
  finished_at timestamptz
);
CREATE INDEX catalogue_import_started ON catalogue_import (started_at);

CREATE TABLE catalogue_body (
  hash text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  field text NOT NULL,
  level text NOT NULL,
  name text NOT NULL,
  body text NOT NULL
);

CREATE TABLE catalogue_staged (
  import uuid NOT NULL REFERENCES catalogue_import (id) ON DELETE CASCADE,
  code text NOT NULL,
  hash text NOT NULL REFERENCES catalogue_body (hash),
  PRIMARY KEY (import, code)
);
CREATE INDEX catalogue_staged_hash ON catalogue_staged (hash);

CREATE TABLE catalogue_version (
  version int PRIMARY KEY CHECK (version > 0),
  import uuid NOT NULL REFERENCES catalogue_import (id),
  published_at timestamptz NOT NULL,
  by_name text NOT NULL,
  added int NOT NULL,
  changed int NOT NULL,
  withdrawn int NOT NULL,
  manifest jsonb NOT NULL
);

CREATE TABLE catalogue_procedure (
  code text NOT NULL,
  from_version int NOT NULL REFERENCES catalogue_version (version),
  to_version int REFERENCES catalogue_version (version),
  valid_from date NOT NULL,
  valid_until date,
  in_pocket boolean NOT NULL,
  hash text NOT NULL REFERENCES catalogue_body (hash),
  PRIMARY KEY (code, from_version)
);
CREATE UNIQUE INDEX catalogue_procedure_now ON catalogue_procedure (code) WHERE to_version IS NULL;
CREATE INDEX catalogue_procedure_hash ON catalogue_procedure (hash);
CREATE INDEX catalogue_procedure_from ON catalogue_procedure (from_version);
CREATE INDEX catalogue_procedure_to ON catalogue_procedure (to_version) WHERE to_version IS NOT NULL;

CREATE TABLE catalogue_chunk (
  hash text PRIMARY KEY CHECK (hash ~ '^[0-9a-f]{64}$'),
  plain_size int NOT NULL,
  brotli bytea NOT NULL
);
`,
} as const;
