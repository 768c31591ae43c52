import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Language } from '#core/text/localized.ts';

export type Speech = {
  /** `missing`: it has voices, and none for the language. `unknown`: it has named none, or cannot speak. */
  readonly voice: 'here' | 'missing' | 'unknown';
  /** Which sentence is being said; null while none is. */
  readonly at: number | null;
  /** The voice stopped by itself: most often one that needs signal. */
  readonly failed: boolean;
  readonly start: (sentences: readonly string[]) => void;
  readonly stop: () => void;
};

/**
 * Reads sentences aloud with the phone's own voice, preferring one that works without signal. Falls
 * silent with its component, and when nobody sees the page any more; give the component the language as `key`.
 */
export function useSpeech(language: Language): Speech {
  const voice = useSyncExternalStore(watchVoices, () => voiceFor(language));
  const [state, setState] = useState<'silent' | 'failed' | number>('silent');
  const round = useRef(0);
  /** Chrome forgets an utterance that only it holds, and never says that it has ended. */
  const said = useRef<SpeechSynthesisUtterance | null>(null);
  useEffect(() => {
    const hush = () => {
      round.current += 1;
      synthesis()?.cancel();
    };
    const hidden = () => {
      if (document.visibilityState !== 'hidden' || said.current === null) return;
      hush();
      said.current = null;
      setState('silent');
    };
    document.addEventListener('visibilitychange', hidden);
    return () => {
      document.removeEventListener('visibilitychange', hidden);
      hush();
    };
  }, []);

  const stop = () => {
    round.current += 1;
    synthesis()?.cancel();
    setState('silent');
  };
  const start = (sentences: readonly string[]) => {
    const speech = synthesis();
    const own = findVoice(language);
    if (!speech || !own) return;
    stop();
    const mine = round.current;
    // One utterance a sentence: Chrome falls silent in the middle of long ones.
    const next = (at: number): void => {
      const sentence = sentences[at];
      if (mine !== round.current) return;
      said.current = null;
      if (sentence === undefined) return setState('silent');
      setState(at);
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = own;
      utterance.lang = own.lang;
      utterance.rate = 0.95;
      utterance.addEventListener('end', () => next(at + 1));
      utterance.addEventListener('error', () => {
        if (mine === round.current) setState('failed');
      });
      said.current = utterance;
      speech.speak(utterance);
    };
    next(0);
  };
  return { voice, at: typeof state === 'number' ? state : null, failed: state === 'failed', start, stop };
}

function synthesis(): SpeechSynthesis | null {
  return 'speechSynthesis' in window ? window.speechSynthesis : null;
}

function findVoice(language: Language): SpeechSynthesisVoice | null {
  const voices = synthesis()?.getVoices() ?? [];
  const fitting = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language));
  return fitting.find((voice) => voice.localService) ?? fitting[0] ?? null;
}

function voiceFor(language: Language): Speech['voice'] {
  if (findVoice(language)) return 'here';
  // Voices are named a while after the page has opened; until then nothing is known of them.
  return (synthesis()?.getVoices() ?? []).length > 0 ? 'missing' : 'unknown';
}

function watchVoices(changed: () => void): () => void {
  synthesis()?.addEventListener('voiceschanged', changed);
  return () => synthesis()?.removeEventListener('voiceschanged', changed);
}
