import { useEffect, useState } from 'react';
import type { Guide, Rule } from '#core/guide/guide.ts';
import type { GuideEvent } from '#app/paths.ts';

/** A guide with the rules that guides share. */
export type GuideData = { readonly guide: Guide; readonly rules: readonly Rule[] };

/** A chunk each, precached with the app. Content is checked by a test, so the phone does not parse it again. */
const files = import.meta.glob<Guide>('#content/guides/*.json', { import: 'default' });
const loaded = new Map<GuideEvent, GuideData>();

async function loadGuide(event: GuideEvent): Promise<GuideData | null> {
  const load = Object.entries(files).find(([path]) => path.endsWith(`/${event}.json`))?.[1];
  if (!load) return null;
  const [guide, rules] = await Promise.all([load(), import('#content/eligibility/rules.json')]);
  const data = { guide, rules: rules.default as readonly Rule[] };
  loaded.set(event, data);
  return data;
}

/** The guide of a life event, or null for the moment it takes to load. */
export function useGuideData(event: GuideEvent): GuideData | null {
  const [data, setData] = useState(loaded.get(event) ?? null);
  useEffect(() => {
    if (!data) void loadGuide(event).then(setData);
  }, [data, event]);
  return data;
}
