/**
 * The untouched bytes of a body, which a signature is over. `cutShort` when the sender broke off, `tooLarge` when
 * there are more than `limit`.
 */
export async function readBytes(
  request: Request,
  limit: number,
): Promise<Uint8Array<ArrayBuffer> | 'tooLarge' | 'cutShort'> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of request.body ?? []) {
      size += chunk.byteLength;
      if (size > limit) return 'tooLarge';
      chunks.push(chunk);
    }
  } catch {
    return 'cutShort';
  }
  return new Uint8Array(Buffer.concat(chunks));
}
