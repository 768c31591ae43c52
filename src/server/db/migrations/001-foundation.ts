/** Frozen once released: what has been applied somewhere is never edited, a new migration follows. */
export const foundation = {
  name: '001-foundation',
  sql: `
CREATE TABLE account (
  id text PRIMARY KEY,
  subject text NOT NULL UNIQUE,
  kind text NOT NULL CHECK (kind IN ('resident', 'helper', 'officer', 'administrator')),
  name text NOT NULL,
  unit text,
  person jsonb NOT NULL,
  last_change bigint NOT NULL DEFAULT 0,
  created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE session (
  id_hash text PRIMARY KEY,
  account text NOT NULL REFERENCES account (id) ON DELETE CASCADE,
  created_at timestamptz NOT NULL DEFAULT now(),
  seen_at timestamptz NOT NULL DEFAULT now(),
  expires_at timestamptz NOT NULL
);
CREATE INDEX session_account ON session (account);
CREATE INDEX session_expires ON session (expires_at);

CREATE TABLE device (
  account text NOT NULL REFERENCES account (id),
  id uuid NOT NULL,
  last_seq bigint NOT NULL DEFAULT 0,
  seen_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, id)
);

CREATE TABLE command (
  account text NOT NULL,
  device uuid NOT NULL,
  seq bigint NOT NULL CHECK (seq > 0),
  id uuid NOT NULL UNIQUE,
  digest text NOT NULL,
  outcome jsonb NOT NULL,
  at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (account, device, seq),
  FOREIGN KEY (account, device) REFERENCES device (account, id)
);

CREATE TABLE dossier (
  id uuid PRIMARY KEY,
  owner text NOT NULL REFERENCES account (id),
  code text NOT NULL UNIQUE,
  procedure text NOT NULL,
  version int NOT NULL,
  unit text NOT NULL,
  status text NOT NULL,
  applicant text NOT NULL,
  applicant_folded text NOT NULL,
  promised_day date,
  papers_complete boolean NOT NULL,
  submitted_at timestamptz NOT NULL,
  claimed_at timestamptz NOT NULL,
  paid boolean NOT NULL,
  files_all int NOT NULL,
  bytes bigint NOT NULL,
  event_count int NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX dossier_owner ON dossier (owner, submitted_at);
CREATE INDEX dossier_queue ON dossier (unit, status, submitted_at);
CREATE INDEX dossier_promised ON dossier (unit, promised_day) WHERE promised_day IS NOT NULL;

CREATE TABLE officer_command (
  id uuid PRIMARY KEY,
  dossier uuid NOT NULL REFERENCES dossier (id),
  account text NOT NULL REFERENCES account (id),
  digest text NOT NULL,
  at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE dossier_event (
  dossier uuid NOT NULL REFERENCES dossier (id),
  n int NOT NULL CHECK (n > 0),
  at timestamptz NOT NULL,
  event jsonb NOT NULL,
  prev_hash text NOT NULL,
  hash text NOT NULL,
  PRIMARY KEY (dossier, n)
);

CREATE TABLE change (
  account text NOT NULL REFERENCES account (id),
  n bigint NOT NULL,
  dossier uuid NOT NULL,
  event_n int NOT NULL,
  PRIMARY KEY (account, n),
  FOREIGN KEY (dossier, event_n) REFERENCES dossier_event (dossier, n)
);

CREATE TABLE file (
  owner text NOT NULL,
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  size bigint NOT NULL CHECK (size > 0),
  type text NOT NULL,
  stored_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (owner, hash)
);

CREATE TABLE dossier_file (
  dossier uuid NOT NULL REFERENCES dossier (id),
  hash text NOT NULL CHECK (hash ~ '^[0-9a-f]{64}$'),
  owner text NOT NULL,
  size bigint NOT NULL,
  type text NOT NULL,
  role text NOT NULL CHECK (role IN ('paper', 'result')),
  PRIMARY KEY (dossier, hash, role)
);
CREATE INDEX dossier_file_owner ON dossier_file (owner, hash);

CREATE TABLE code_counter (
  unit text NOT NULL,
  day date NOT NULL,
  last int NOT NULL,
  PRIMARY KEY (unit, day)
);

CREATE TABLE fee (
  id uuid PRIMARY KEY,
  dossier uuid NOT NULL REFERENCES dossier (id),
  amount bigint NOT NULL CHECK (amount > 0),
  reference text NOT NULL UNIQUE,
  payee jsonb NOT NULL,
  expires_at timestamptz NOT NULL,
  signed text NOT NULL,
  paid_at timestamptz,
  created_at timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX fee_dossier ON fee (dossier);

CREATE TABLE bank_transaction (
  provider text NOT NULL,
  id text NOT NULL,
  received_at timestamptz NOT NULL DEFAULT now(),
  amount bigint NOT NULL,
  currency text NOT NULL,
  account_no text NOT NULL,
  memo text NOT NULL,
  paid_at timestamptz NOT NULL,
  matched_fee uuid REFERENCES fee (id),
  why_suspended text,
  resolved_at timestamptz,
  PRIMARY KEY (provider, id)
);
CREATE INDEX bank_transaction_suspense ON bank_transaction (received_at)
  WHERE why_suspended IS NOT NULL AND resolved_at IS NULL;

CREATE TABLE receipt_counter (
  year int PRIMARY KEY,
  last int NOT NULL
);

CREATE TABLE login_attempt (
  state text PRIMARY KEY,
  verifier text NOT NULL,
  nonce text NOT NULL,
  return_to text NOT NULL,
  created_at timestamptz NOT NULL DEFAULT now()
);
`,
} as const;
