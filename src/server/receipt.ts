import { compactVerify, CompactSign, importJWK } from 'jose';
import { attachmentsOf } from '#core/dossier/command.ts';
import { filesOf, type Dossier, type Uuid } from '#core/dossier/dossier.ts';
import type { Receipted } from '#core/sync/serve.ts';
import { filesText, RECEIPT_TYPE, ReceiptClaims } from '#protocol/receipt.ts';
import { digestOf, sha256 } from '#server/commands/digest.ts';
import { publicKeyOf, type PrivateKey } from '#server/keys.ts';

/** What was stored: a command, the dossier as it is with its effect, and when (server time). */
export type StoredCommand = Omit<Receipted, 'dossier'> & {
  readonly dossier: Pick<Dossier, 'id' | 'code' | 'procedure' | 'unit'>;
};

/** Signs a receipt; call it in the transaction that stores the command, so that none is given for what is not there. */
export type MakeReceipt = (stored: StoredCommand) => Promise<string>;

export type ReceiptOptions = {
  readonly signing: PrivateKey;
  /** Code of the province. */
  readonly issuer: string;
};

/** A maker of receipts, signed by the province (compact JWS, RFC 7515, ES256). */
export async function createMakeReceipt({ signing, issuer }: ReceiptOptions): Promise<MakeReceipt> {
  const key = await importJWK({ ...signing }, 'ES256');
  return async (stored) =>
    await new CompactSign(new TextEncoder().encode(JSON.stringify(claimsOf(stored, issuer))))
      .setProtectedHeader({ alg: 'ES256', kid: signing.kid, typ: RECEIPT_TYPE })
      .sign(key);
}

function claimsOf({ command, dossier, at }: StoredCommand, issuer: string): ReceiptClaims {
  const { id, madeAt, intent } = command;
  const hashes = filesOf(attachmentsOf(intent)).map(({ hash }) => hash);
  return {
    command: id,
    type: intent.type,
    dossier: dossier.id,
    code: dossier.code,
    procedure: dossier.procedure,
    unit: dossier.unit,
    digest: digestOf({ id, madeAt, intent }),
    files: { count: hashes.length, digest: sha256(filesText(hashes)) },
    at,
    issuer,
  };
}

/** Answers the command a receipt of this server is for; null for anything else. */
export async function createReadReceipt({ signing }: Pick<ReceiptOptions, 'signing'>) {
  const key = await importJWK({ ...publicKeyOf(signing) }, 'ES256');
  return async (receipt: string): Promise<Uuid | null> => {
    try {
      const { payload, protectedHeader } = await compactVerify(receipt, key, { algorithms: ['ES256'] });
      if (protectedHeader.typ !== RECEIPT_TYPE) return null;
      const claims = ReceiptClaims.safeParse(JSON.parse(new TextDecoder().decode(payload)));
      return claims.success ? claims.data.command : null;
    } catch {
      return null;
    }
  };
}
