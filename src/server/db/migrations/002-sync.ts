/** Epochs and backups, drafts on several phones, and what a person says beside a dossier (protocol 2). */
export const sync = {
  name: '002-sync',
  sql: `
CREATE TABLE server_state (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  epoch uuid NOT NULL,
  backed_up_to timestamptz
);
INSERT INTO server_state (epoch) VALUES (gen_random_uuid());

ALTER TABLE account ADD COLUMN last_draft bigint NOT NULL DEFAULT 0;

CREATE TABLE draft (
  account text NOT NULL REFERENCES account (id),
  id uuid NOT NULL,
  rev int NOT NULL CHECK (rev > 0),
  n bigint NOT NULL,
  device uuid NOT NULL,
  base int NOT NULL,
  body jsonb,
  over text CHECK (over IN ('deleted', 'submitted')),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, id),
  CHECK ((body IS NULL) = (over IS NOT NULL))
);
CREATE UNIQUE INDEX draft_number ON draft (account, n);

CREATE TABLE payment_report (
  dossier uuid PRIMARY KEY REFERENCES dossier (id),
  fee uuid NOT NULL REFERENCES fee (id),
  at timestamptz NOT NULL
);

CREATE TABLE rating (
  dossier uuid PRIMARY KEY REFERENCES dossier (id),
  rating int NOT NULL CHECK (rating BETWEEN 1 AND 5),
  words text NOT NULL,
  at timestamptz NOT NULL
);

-- Outcomes of protocol 1 came without a receipt.
UPDATE command SET outcome = outcome || '{"receipt": ""}' WHERE outcome ->> 'result' = 'done';
`,
} as const;
