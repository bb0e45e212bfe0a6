import { randomUUID } from 'node:crypto';

/** A word of 32 hexadecimal digits that nothing else has, for names of temporary files and locks. */
export function uniqueSuffix(): string {
  return randomUUID().replaceAll('-', '');
}
