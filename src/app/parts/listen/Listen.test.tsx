// @vitest-environment jsdom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { must } from '#core/assert.ts';
import type { Language } from '#core/text/localized.ts';
import { keysAsWords } from '#ui/test-words.ts';
import { Listen } from './Listen.tsx';

const SENTENCES = ['Điền tờ khai.', 'Chụp giấy tờ.', 'Gửi hồ sơ.'];
const VIETNAMESE = { lang: 'vi-VN', localService: true, name: 'Linh' };
const OVER_NETWORK = { lang: 'vi_VN', localService: false, name: 'Mây' };
const ENGLISH = { lang: 'en-US', localService: true, name: 'Ann' };

/** The browser's speech, with a voice that says nothing by itself. */
class FakeSpeech extends EventTarget {
  voices: object[] = [];
  speaking: FakeUtterance | null = null;
  cancelled = 0;
  getVoices = () => this.voices;
  speak = (utterance: FakeUtterance) => {
    this.speaking = utterance;
  };
  // A real one tells the utterance of it, as an error.
  cancel = () => {
    this.cancelled += 1;
    const cut = this.speaking;
    this.speaking = null;
    cut?.dispatchEvent(new Event('error'));
  };
  /** What is being said comes to its end. */
  finish = () => act(() => must(this.speaking, 'something said').dispatchEvent(new Event('end')));
}
class FakeUtterance extends EventTarget {
  voice: object | null = null;
  lang = '';
  rate = 1;
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
}

let speech: FakeSpeech;
beforeAll(keysAsWords);
beforeEach(() => {
  speech = new FakeSpeech();
  vi.stubGlobal('speechSynthesis', speech);
  vi.stubGlobal('SpeechSynthesisUtterance', FakeUtterance);
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

const draw = (language: Language = 'vi') => render(<Listen sentences={SENTENCES} language={language} />);
const begin = () => fireEvent.click(screen.getByRole('button', { name: 'listen.start' }));
const marked = () => document.querySelector('[aria-current]')?.textContent;
const hide = (state: 'hidden' | 'visible') => {
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state);
  act(() => void document.dispatchEvent(new Event('visibilitychange')));
};

test('LISTEN-1 reads a sentence after another, marks each in the transcript, and falls silent at the end', () => {
  speech.voices = [ENGLISH, OVER_NETWORK, VIETNAMESE];
  draw();
  begin();
  for (const sentence of SENTENCES) {
    expect(speech.speaking).toMatchObject({ text: sentence, lang: 'vi-VN', voice: VIETNAMESE });
    expect(marked()).toBe(sentence);
    expect(screen.getAllByRole('listitem').map(({ textContent }) => textContent)).toEqual(SENTENCES);
    speech.finish();
  }
  expect(marked()).toBeUndefined();
  screen.getByRole('button', { name: 'listen.start' });
});

test('LISTEN-2 stops when told to, when nobody sees the page, and with its page', () => {
  speech.voices = [OVER_NETWORK];
  const page = draw();
  begin();
  fireEvent.click(screen.getByRole('button', { name: 'listen.stop' }));
  expect([speech.speaking, marked()]).toEqual([null, undefined]);

  begin();
  hide('visible');
  expect(marked()).toBe(SENTENCES[0]);
  hide('hidden');
  expect([speech.speaking, marked()]).toEqual([null, undefined]);
  expect(screen.queryByText('listen.failed')).toBeNull();

  begin();
  page.unmount();
  expect(speech.speaking).toBeNull();
});

test('LISTEN-3 a page that says nothing lets others speak when it is hidden', () => {
  speech.voices = [VIETNAMESE];
  draw();
  hide('hidden');
  expect(speech.cancelled).toBe(0);
});

test('LISTEN-4 a voice that stops by itself is told, and may be tried again', () => {
  speech.voices = [OVER_NETWORK];
  draw();
  begin();
  act(() => void must(speech.speaking, 'something said').dispatchEvent(new Event('error')));
  screen.getByText('listen.failed');
  begin();
  expect(screen.queryByText('listen.failed')).toBeNull();
  expect(marked()).toBe(SENTENCES[0]);
});

test('LISTEN-5 voices may come late; where none is for the language a line says so', () => {
  const page = draw();
  expect(page.container.textContent).toBe('');
  speech.voices = [ENGLISH];
  act(() => void speech.dispatchEvent(new Event('voiceschanged')));
  expect(page.container.textContent).toBe('listen.missing.vi');
  speech.voices = [ENGLISH, VIETNAMESE];
  act(() => void speech.dispatchEvent(new Event('voiceschanged')));
  begin();
  expect(marked()).toBe(SENTENCES[0]);
});

test('LISTEN-6 a host that cannot speak shows nothing of it', () => {
  vi.unstubAllGlobals();
  expect(draw().container.textContent).toBe('');
});
