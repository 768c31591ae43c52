import { useEffect, useRef, useState } from 'react';
import type { Language } from '#core/text/localized.ts';

/** Why nothing was understood; each has words of its own. */
export type DictationProblem = 'network' | 'notAllowed' | 'nothing' | 'failed';

export type Dictation = {
  readonly supported: boolean;
  readonly listening: boolean;
  readonly problem: DictationProblem | null;
  readonly start: () => void;
  readonly stop: () => void;
};

/** The part of the Web Speech API that is used here; browsers name it with a prefix. */
type Recogniser = EventTarget & { lang: string; start: () => void; abort: () => void };
type ResultEvent = Event & { results: ArrayLike<ArrayLike<{ transcript: string }>> };
type ErrorEvent = Event & { error: string };
type SpeechWindow = {
  SpeechRecognition?: new () => Recogniser;
  webkitSpeechRecognition?: new () => Recogniser;
};
type PolicyDocument = { featurePolicy?: { allowsFeature: (feature: string) => boolean } };

const TAG = { vi: 'vi-VN', en: 'en-US' } as const satisfies Record<Language, string>;

const PROBLEM: Readonly<Record<string, DictationProblem | null>> = {
  aborted: null,
  network: 'network',
  'no-speech': 'nothing',
  'not-allowed': 'notAllowed',
  'service-not-allowed': 'notAllowed',
};

/** Turns one spoken phrase into text where the browser can; `heard` gets it once. */
export function useDictation(language: Language, heard: (text: string) => void): Dictation {
  const running = useRef<Recogniser | null>(null);
  const [listening, setListening] = useState(false);
  const [problem, setProblem] = useState<DictationProblem | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  const Available = findRecogniser();
  const start = () => {
    if (!Available || running.current) return;
    const recogniser = new Available();
    running.current = recogniser;
    setProblem(null);
    setListening(true);
    recogniser.lang = TAG[language];
    recogniser.addEventListener('result', (event) => {
      const text = (event as ResultEvent).results[0]?.[0]?.transcript.trim();
      if (text) heard(text);
    });
    recogniser.addEventListener('error', (event) => {
      const known = PROBLEM[(event as ErrorEvent).error];
      setProblem(known === undefined ? 'failed' : known);
    });
    const over = () => {
      running.current = null;
      setListening(false);
    };
    recogniser.addEventListener('end', over);
    try {
      recogniser.start();
    } catch {
      // It never began, so it will not tell its end either.
      setProblem('failed');
      over();
    }
  };
  return { supported: Available !== null, listening, problem, start, stop: () => running.current?.abort() };
}

function findRecogniser(): (new () => Recogniser) | null {
  const { SpeechRecognition, webkitSpeechRecognition } = window as SpeechWindow;
  const allowed = (document as PolicyDocument).featurePolicy?.allowsFeature('microphone') ?? true;
  return (allowed && (SpeechRecognition ?? webkitSpeechRecognition)) || null;
}
