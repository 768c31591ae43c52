import type { LifeEvent } from '#core/procedure/procedure.ts';
import type { IconName } from '#ui/Icon.tsx';
import type { Tone } from '#ui/tone.ts';

/** The picture of each life event, the same as on the first screen. */
export const EVENT_ICONS = {
  birth: { icon: 'child', tone: 'act' },
  marriage: { icon: 'rings', tone: 'waiting' },
  residence: { icon: 'house', tone: 'info' },
  land: { icon: 'terrace', tone: 'done' },
  certification: { icon: 'stamp', tone: 'info' },
  benefits: { icon: 'heart', tone: 'act' },
  insurance: { icon: 'shield', tone: 'done' },
  death: { icon: 'flower', tone: 'neutral' },
  other: { icon: 'file', tone: 'neutral' },
} as const satisfies Record<LifeEvent, { icon: IconName; tone: Tone }>;
