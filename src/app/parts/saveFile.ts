import { platform } from '#app/state/app.ts';

/** Hands a file to the phone's share sheet where there is one, else saves it as a download. */
export async function saveFile(content: Blob, name: string): Promise<'shared' | 'saved' | 'cancelled'> {
  const file = new File([content], name, { type: content.type });
  if (platform().host.share && navigator.canShare({ files: [file] })) {
    try {
      await navigator.share({ files: [file] });
      return 'shared';
    } catch (error) {
      if (error instanceof DOMException && error.name === 'AbortError') return 'cancelled';
    }
  }
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download begins after this task; the URL has to live until then.
  platform().timers.after(10_000, () => URL.revokeObjectURL(url));
  return 'saved';
}
