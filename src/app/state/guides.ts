import type { Guide, Rule } from '#core/guide/guide.ts';
import rulesData from '#content/eligibility/rules.json';

/** Content is checked against its schema by a test at build time, so the phone does not parse it again. */
const files = import.meta.glob<Guide>('#content/guides/*.json', { eager: true, import: 'default' });

export const guides: readonly Guide[] = Object.values(files);
export const rules = rulesData as readonly Rule[];
