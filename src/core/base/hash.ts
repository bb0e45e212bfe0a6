import { createHash } from 'node:crypto';

/** The SHA-256 of `data` as 64 lower-case hexadecimal digits. A string is hashed as its UTF-8 bytes. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex');
}
