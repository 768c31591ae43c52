// Saves taps on a page that works without it: reads a pasted code at once, pays once however often the button is
// tapped, and keeps the list fresh while the bank is still reporting.

document.querySelector('[data-read] textarea')?.addEventListener('paste', ({ target }) => {
  requestAnimationFrame(() => target.form.requestSubmit());
});

addEventListener('submit', ({ target }) => {
  if (target.method !== 'post') return;
  requestAnimationFrame(() => {
    target.querySelector('button').disabled = true;
  });
});

// The back button brings the page back as it was left, with its button switched off.
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

const REFRESH_MS = 2_000;

async function refresh() {
  const list = document.querySelector('#transfers[data-waiting]');
  if (list === null) return;
  try {
    const answer = await fetch(location.href);
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    const fresh = page.querySelector('#transfers');
    // Somebody who is just tapping "report it again" keeps the list under the finger.
    if (fresh !== null && !list.contains(document.activeElement)) list.replaceWith(fresh);
  } catch {
    // No signal: the list stays as it is, and the next round tries again.
  }
  setTimeout(refresh, REFRESH_MS);
}

setTimeout(refresh, REFRESH_MS);
