/** `test … && echo "✓ PASS" || echo "✗ FAIL"` always ends with 0, and says in words what it found. */
export function saysFail(output: string): boolean {
  return /^\s*(?:✗|❌|FAIL(?:ED)?\b)/mu.test(output);
}
