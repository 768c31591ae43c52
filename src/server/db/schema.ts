import type { ColumnType, Generated } from 'kysely';
import type { DraftBody, Outcome } from '#core/sync/messages.ts';
import type { DossierEvent, Payee, Status } from '#core/dossier/dossier.ts';
import type { Me } from '#protocol/http.ts';

/** JSON goes in as text, so that arrays are not taken for SQL arrays, and comes out parsed. */
type Json<T> = ColumnType<T, string, string>;

/** The tables as kysely sees them; `migrations/` is what made them. Days are "YYYY-MM-DD", bigints are numbers. */
export interface Database {
  account: {
    id: string;
    /** "issuer|sub" of the identity provider. */
    subject: string;
    kind: Me['kind'];
    name: string;
    unit: string | null;
    person: Json<Me['person']>;
    /** The number of the account's last change; its row's lock orders them. */
    last_change: Generated<number>;
    /** The same for its drafts. */
    last_draft: Generated<number>;
    /** Told to this account instead of the server's while that is `epoch_within`. */
    epoch: string | null;
    epoch_within: string | null;
    created_at: Generated<Date>;
  };
  session: {
    id_hash: string;
    account: string;
    created_at: Generated<Date>;
    seen_at: Generated<Date>;
    expires_at: Date;
  };
  device: { account: string; id: string; last_seq: Generated<number>; seen_at: Generated<Date> };
  command: {
    account: string;
    device: string;
    seq: number;
    id: string;
    digest: string;
    outcome: Json<Outcome>;
    at: Generated<Date>;
  };
  officer_command: { id: string; dossier: string; account: string; digest: string; at: Generated<Date> };
  dossier: {
    id: string;
    owner: string;
    code: string;
    procedure: string;
    version: number;
    unit: string;
    status: Status;
    applicant: string;
    /** Without marks and in lower case, for the desk's search. */
    applicant_folded: string;
    promised_day: string | null;
    papers_complete: boolean;
    submitted_at: Date;
    claimed_at: Date;
    /** The fee asked for has been paid. */
    paid: boolean;
    files_all: number;
    bytes: number;
    event_count: number;
    updated_at: Date;
  };
  dossier_event: {
    dossier: string;
    n: number;
    at: Date;
    event: Json<DossierEvent>;
    /** Empty before the first event. */
    prev_hash: string;
    /** SHA-256 of `prev_hash` and the canonical JSON of `event`, in hex. */
    hash: string;
  };
  change: { account: string; n: number; dossier: string; event_n: number };
  /** Bytes that are on the disk and verified. `owner` is an account, or "unit:<code>" for what the desk made. */
  file: { owner: string; hash: string; size: number; type: string; stored_at: Generated<Date> };
  dossier_file: {
    dossier: string;
    hash: string;
    owner: string;
    size: number;
    type: string;
    role: 'paper' | 'result';
  };
  code_counter: { unit: string; day: string; last: number };
  fee: {
    id: string;
    dossier: string;
    amount: number;
    reference: string;
    payee: Json<Payee>;
    expires_at: Date;
    signed: string;
    paid_at: Date | null;
    created_at: Generated<Date>;
  };
  bank_transaction: {
    provider: string;
    id: string;
    received_at: Generated<Date>;
    amount: number;
    currency: string;
    account_no: string;
    memo: string;
    paid_at: Date;
    matched_fee: string | null;
    why_suspended: string | null;
    resolved_at: Date | null;
  };
  server_state: { only_row: Generated<boolean>; epoch: string; backed_up_to: Date | null };
  draft: {
    account: string;
    id: string;
    rev: number;
    /** Numbers the account's writes of drafts; a phone has heard up to one. */
    n: number;
    device: string;
    /** The revision this one was made from. */
    base: number;
    body: Json<DraftBody> | null;
    over: 'deleted' | 'submitted' | null;
    updated_at: Generated<Date>;
  };
  payment_report: { dossier: string; fee: string; at: Date };
  rating: { dossier: string; rating: number; words: string; at: Date };
  receipt_counter: { year: number; last: number };
  login_attempt: { state: string; verifier: string; nonce: string; return_to: string; created_at: Generated<Date> };
}
