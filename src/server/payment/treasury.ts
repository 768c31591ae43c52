import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';
import { Payee } from '#core/dossier/dossier.ts';
import { Confidence } from '#core/procedure/procedure.ts';
import { LocalizedText } from '#core/text/localized.ts';

const Treasury = z.strictObject({ ...Payee.def.shape, confidence: Confidence, note: LocalizedText });
type Treasury = z.infer<typeof Treasury>;

/** The account a province's fees are paid to. Throws at start when the province's data has none that is valid. */
export function loadPayee(options: { readonly province: string }): Payee {
  const file = new URL(`../../content/provinces/${options.province}-treasury.json`, import.meta.url);
  const { bin, account, name, bank }: Treasury = Treasury.parse(JSON.parse(readFileSync(file, 'utf8')));
  return { bin, account, name, bank };
}
