import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { Language } from '#core/text/localized.ts';

export type Speech = {
  /** The phone has a voice for the language. */
  readonly available: boolean;
  /** Which sentence is being said; null while none is. */
  readonly at: number | null;
  /** The voice stopped by itself: most often one that needs signal. */
  readonly failed: boolean;
  readonly start: (sentences: readonly string[]) => void;
  readonly stop: () => void;
};

/**
 * Reads sentences aloud with the phone's own voice, preferring one that works without signal. Falls
 * silent with its component; give that the language as `key`.
 */
export function useSpeech(language: Language): Speech {
  const available = useSyncExternalStore(watchVoices, () => findVoice(language) !== null);
  const [state, setState] = useState<'silent' | 'failed' | number>('silent');
  const round = useRef(0);
  useEffect(
    () => () => {
      round.current += 1;
      synthesis()?.cancel();
    },
    [],
  );

  const stop = () => {
    round.current += 1;
    synthesis()?.cancel();
    setState('silent');
  };
  const start = (sentences: readonly string[]) => {
    const speech = synthesis();
    const voice = findVoice(language);
    if (!speech || !voice) return;
    stop();
    const mine = round.current;
    // One utterance a sentence: Chrome falls silent in the middle of long ones.
    const next = (at: number): void => {
      const sentence = sentences[at];
      if (mine !== round.current) return;
      if (sentence === undefined) return setState('silent');
      setState(at);
      const utterance = new SpeechSynthesisUtterance(sentence);
      utterance.voice = voice;
      utterance.lang = voice.lang;
      utterance.rate = 0.95;
      utterance.addEventListener('end', () => next(at + 1));
      utterance.addEventListener('error', () => {
        if (mine === round.current) setState('failed');
      });
      speech.speak(utterance);
    };
    next(0);
  };
  return { available, at: typeof state === 'number' ? state : null, failed: state === 'failed', start, stop };
}

function synthesis(): SpeechSynthesis | null {
  return 'speechSynthesis' in window ? window.speechSynthesis : null;
}

function findVoice(language: Language): SpeechSynthesisVoice | null {
  const voices = synthesis()?.getVoices() ?? [];
  const fitting = voices.filter((voice) => voice.lang.toLowerCase().startsWith(language));
  return fitting.find((voice) => voice.localService) ?? fitting[0] ?? null;
}

function watchVoices(changed: () => void): () => void {
  synthesis()?.addEventListener('voiceschanged', changed);
  return () => synthesis()?.removeEventListener('voiceschanged', changed);
}
