/** A browser reduced to what signing in needs: cookies by host, and redirects followed one at a time. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly setCookies: string[] = [];

  async fetch(url: string | URL, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    if (this.cookies.size > 0) headers.set('Cookie', [...this.cookies].map(([n, v]) => `${n}=${v}`).join('; '));
    const answer = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const cookie of answer.headers.getSetCookie()) {
      this.setCookies.push(cookie);
      const [pair = '', ...attributes] = cookie.split(';');
      const name = pair.slice(0, pair.indexOf('='));
      const gone = attributes.some((one) => /^\s*(max-age=0|expires=Thu, 01 Jan 1970)/i.test(one));
      if (gone) this.cookies.delete(name);
      else this.cookies.set(name, pair.slice(name.length + 1));
    }
    return answer;
  }

  /** Follows redirects until something else comes, or until `stop` matches the next address. */
  async follow(start: string | URL, stop?: (url: URL) => boolean): Promise<{ url: URL; answer: Response | null }> {
    let url = new URL(start);
    for (let hops = 0; hops < 10; hops++) {
      if (stop?.(url) === true) return { url, answer: null };
      const answer = await this.fetch(url);
      const location = answer.headers.get('Location');
      if (answer.status < 300 || answer.status >= 400 || location === null) return { url, answer };
      url = new URL(location, url);
    }
    throw new Error('too many redirects');
  }

  /** Posts a choice on the sandbox provider's page, as its form would. */
  choose(page: URL, form: Record<string, string>): Promise<Response> {
    return this.fetch(page, {
      method: 'POST',
      headers: { Origin: page.origin, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams(form).toString(),
    });
  }
}
