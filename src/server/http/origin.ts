/**
 * Whether a request that changes something comes from our own pages (OWASP: verifying origin with standard
 * headers). Browsers send Origin with every POST, PATCH and DELETE; Sec-Fetch-Site decides where they leave it
 * out. A request with neither comes from no browser we serve, and carries nobody's cookie by accident.
 */
export function isFromOurPages(request: Request, origin: string): boolean {
  const claimed = request.headers.get('Origin');
  if (claimed !== null) return claimed === origin;
  const site = request.headers.get('Sec-Fetch-Site');
  return site === 'same-origin' || site === 'none';
}

/** The methods that promise to change nothing (RFC 9110, 9.2.1). */
export function isSafe(method: string): boolean {
  return method === 'GET' || method === 'HEAD' || method === 'OPTIONS';
}
