import type { TFunction } from 'i18next';
import { unreachable } from '#core/assert.ts';
import type { StoreFailure } from '#core/ports.ts';
import { formatBytes } from '#core/text/bytes.ts';
import type { Language } from '#core/text/localized.ts';
import type { FileProblem } from '#app/state/platform.ts';
import type { Trouble } from './intake.ts';

type Speech = {
  readonly t: TFunction<'form'>;
  /** Why the phone could not keep something. */
  readonly why: (code: StoreFailure['code']) => string;
  readonly language: Language;
};

/** Why a file has not become a page, and what to do, in one sentence that names it. */
export function troubleText(trouble: Trouble, { t, why, language }: Speech): string {
  switch (trouble.kind) {
    case 'file':
      return t('photo.named', { name: trouble.name, text: fileText(trouble.problem, t, language) });
    case 'known':
      return t('photo.named', { name: trouble.name, text: t('photo.known') });
    case 'tooMany':
      return t('photo.tooMany', { max: trouble.max, count: trouble.names.length, names: firstOf(trouble.names) });
    case 'store':
      return t('photo.notKept', {
        count: trouble.names.length,
        names: firstOf(trouble.names),
        why: why(trouble.failure.code),
      });
    default:
      return unreachable(trouble);
  }
}

/** A few names stand for many. */
function firstOf(names: readonly string[]): string {
  return names.slice(0, 3).join(', ') + (names.length > 3 ? ', …' : '');
}

function fileText(problem: FileProblem, t: TFunction<'form'>, language: Language): string {
  switch (problem.code) {
    case 'tooLarge':
      return t('photo.tooLarge', { limit: formatBytes(problem.limit, language) });
    case 'empty':
    case 'notSupported':
    case 'unreadable':
      return t(`photo.${problem.code}`);
    default:
      return unreachable(problem);
  }
}
