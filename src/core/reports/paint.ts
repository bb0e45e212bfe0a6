/** What a stretch of text means, for a terminal that shows meanings in colour. */
export type Tone = 'good' | 'bad' | 'doubt' | 'quiet' | 'strong';

/** Gives a text the look of its tone. It gets single lines without control characters. */
export type Paint = (tone: Tone, text: string) => string;

/** One line that cannot steer the terminal: control and direction characters are shown as what they are not. */
export function printable(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Bidi_Control}\u{2028}\u{2029}]/gu, '\u{fffd}');
}
