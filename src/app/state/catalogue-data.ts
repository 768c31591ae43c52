import type { Procedure } from '#core/procedure/procedure.ts';

/** Content is checked against its schema by a test at build time, so the phone does not parse it again. */
const files = import.meta.glob<Procedure>('#content/procedures/*.json', { eager: true, import: 'default' });

export const procedures: readonly Procedure[] = Object.values(files);

/** Versions of before: drafts and dossiers made by them are read with them, without signal too. */
const formerFiles = import.meta.glob<Procedure>('#content/former-procedures/*.json', {
  eager: true,
  import: 'default',
});

export const formerProcedures: readonly Procedure[] = Object.values(formerFiles);
