import type { Procedure } from '#core/procedure/procedure.ts';

/** Content is checked against its schema by a test at build time, so the phone does not parse it again. */
const files = import.meta.glob<Procedure>('#content/procedures/*.json', { eager: true, import: 'default' });

export const procedures: readonly Procedure[] = Object.values(files);
