import { createHmac } from 'node:crypto';

/**
 * Ids that follow from the subject: a phone keeps what it has not sent under its account's id, and has to find it again
 * after a server restored from a backup has forgotten that the person was ever here. Under a key, since a subject may be
 * a citizen's number, and ids are read where that is not. A UUID of version 8 (RFC 9562, 5.8).
 */
export function accountIds(secret: string): (subject: string) => string {
  return (subject) => {
    const hex = createHmac('sha256', secret).update(subject).digest('hex');
    const variant = (8 + (parseInt(hex.charAt(16), 16) % 4)).toString(16);
    return [
      hex.slice(0, 8),
      hex.slice(8, 12),
      `8${hex.slice(13, 16)}`,
      variant + hex.slice(17, 20),
      hex.slice(20, 32),
    ].join('-');
  };
}
