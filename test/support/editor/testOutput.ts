/**
 * Begins a line that tests have printed, invisibly. The editor prints much of its own to the same place, and only this
 * tells one from the other.
 */
export const testLineMark = '\u200B';
