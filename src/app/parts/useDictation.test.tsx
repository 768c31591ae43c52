// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Language } from '#core/text/localized.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { DictationNotice } from './DictationNotice.tsx';
import { useDictation } from './useDictation.ts';

/** The browser's recogniser, which hears what a test says. Like a real one it tells its end after everything else. */
class FakeRecogniser extends EventTarget {
  static all: FakeRecogniser[] = [];
  static broken = false;
  lang = '';
  interimResults = false;
  state: 'new' | 'listening' | 'over' = 'new';
  constructor() {
    super();
    FakeRecogniser.all.push(this);
  }
  start = () => {
    if (FakeRecogniser.broken || this.state !== 'new') throw new DOMException('not now', 'InvalidStateError');
    this.state = 'listening';
  };
  abort = () => this.fail('aborted');
  /** Words before the phrase is over, which are told to those alone that ask for them. */
  murmur = (transcript: string) => this.interimResults && this.tell(transcript, false);
  say = (transcript: string) => {
    this.tell(transcript, true);
    this.end();
  };
  fail = (error: string) => {
    if (this.state !== 'listening') return;
    this.dispatchEvent(Object.assign(new Event('error'), { error }));
    this.end();
  };
  end = () => {
    this.state = 'over';
    this.dispatchEvent(new Event('end'));
  };
  private tell(transcript: string, isFinal: boolean): void {
    const result = Object.assign([{ transcript }], { isFinal });
    this.dispatchEvent(Object.assign(new Event('result'), { results: [result] }));
  }
}

const heard = vi.fn();
beforeAll(keysAsWords);
beforeEach(() => {
  vi.clearAllMocks();
  FakeRecogniser.all = [];
  FakeRecogniser.broken = false;
  vi.stubGlobal('SpeechRecognition', FakeRecogniser);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  Reflect.deleteProperty(document, 'featurePolicy');
});

function Search({ language }: { language: Language }) {
  const dictation = useDictation(language, heard);
  return (
    <>
      {dictation.supported && (
        <button type="button" onClick={dictation.start}>
          microphone
        </button>
      )}
      <DictationNotice {...dictation} />
    </>
  );
}

const draw = (language: Language = 'vi') => render(<Search language={language} />);
const speak = () => fireEvent.click(screen.getByRole('button', { name: 'microphone' }));
const running = () => must(FakeRecogniser.all.at(-1), 'a recogniser');
const isListening = () => screen.queryByText('mic.listening') !== null;
const problems = () => [...document.body.textContent.matchAll(/mic\.problem\.(\w+?)(?=mic|$)/g)].map(([, one]) => one);

test('DICTATION-1 listens when asked to, in the language on screen, and says so', () => {
  draw();
  expect(FakeRecogniser.all).toEqual([]);
  expect(isListening()).toBe(false);
  speak();
  expect(running()).toMatchObject({ state: 'listening', lang: 'vi-VN' });
  expect(isListening()).toBe(true);
  cleanup();
  draw('en');
  speak();
  expect(running().lang).toBe('en-US');
});

test('DICTATION-2 what is said is told once, when the phrase is over', () => {
  draw();
  speak();
  act(() => void running().murmur('khai'));
  expect(heard).not.toHaveBeenCalled();
  act(() => running().say(' khai sinh '));
  expect(heard.mock.calls).toEqual([['khai sinh']]);
  expect(isListening()).toBe(false);
  expect(problems()).toEqual([]);
  speak();
  act(() => running().say('  '));
  expect(heard).toHaveBeenCalledTimes(1);
});

test('DICTATION-3 a second tap while it listens changes nothing; after the end it listens again', () => {
  draw();
  speak();
  speak();
  expect(FakeRecogniser.all).toHaveLength(1);
  act(() => running().say('kết hôn'));
  speak();
  expect(FakeRecogniser.all).toHaveLength(2);
  expect(isListening()).toBe(true);
});

test.each([
  ['not-allowed', 'notAllowed'],
  ['service-not-allowed', 'notAllowed'],
  ['no-speech', 'nothing'],
  ['network', 'network'],
  ['audio-capture', 'failed'],
  ['language-not-supported', 'failed'],
])('DICTATION-4 %s is said as %s, with what to do instead, until it is tried again', (error, problem) => {
  draw();
  speak();
  act(() => running().fail(error));
  expect(isListening()).toBe(false);
  expect(problems()).toEqual([problem]);
  screen.getByText('mic.typeInstead');
  speak();
  expect(problems()).toEqual([]);
  expect(isListening()).toBe(true);
});

test('DICTATION-5 to stop it is no problem, and nothing is told', () => {
  draw();
  speak();
  fireEvent.click(screen.getByRole('button', { name: 'mic.stop' }));
  expect(running().state).toBe('over');
  expect([isListening(), problems(), heard.mock.calls]).toEqual([false, [], []]);
});

test('DICTATION-6 the microphone is let go with the page', () => {
  const page = draw();
  speak();
  page.unmount();
  expect(running().state).toBe('over');
  expect(heard).not.toHaveBeenCalled();
});

test('DICTATION-7 one that cannot start is a problem and not a page that listens for ever', () => {
  FakeRecogniser.broken = true;
  draw();
  speak();
  expect([isListening(), problems()]).toEqual([false, ['failed']]);
  FakeRecogniser.broken = false;
  speak();
  expect([isListening(), problems()]).toEqual([true, []]);
});

test('DICTATION-8 a browser without it, or a frame without the microphone, offers nothing', () => {
  vi.stubGlobal('SpeechRecognition', undefined);
  expect(draw().container.textContent).toBe('');
  cleanup();
  vi.stubGlobal('webkitSpeechRecognition', FakeRecogniser);
  expect(draw().container.textContent).toBe('microphone');
  cleanup();
  Object.assign(document, { featurePolicy: { allowsFeature: (feature: string) => feature !== 'microphone' } });
  expect(draw().container.textContent).toBe('');
});
