import type { OwnCommand, PlanCommand } from '../../core/index.ts';

/** A dialog does not scroll, and what is cut off there was not read. */
const mostLines = 20;
const widestLine = 160;

/** Whether a dialog shows the command whole. */
export function fitsDialog(command: string): boolean {
  const lines = command.split('\n');
  return lines.length <= mostLines && lines.every((line) => line.length <= widestLine);
}

/** What somebody agrees to of a plan: the command, shown as that of a check is, and what will be done with it. */
export function planCommandText(
  command: Pick<PlanCommand, 'command' | 'sha256' | 'range'> & {
    readonly folder: string;
    readonly plan: string;
  },
  printable: (text: string) => string,
): string {
  return [
    `sh runs this in the folder ${printable(command.folder)}, with PATH, HOME, LANG and TMPDIR of your environment:`,
    '',
    ...command.command.split('\n').map(printable),
    '',
    `From ${printable(command.plan)}, line ${command.range.start.line}. Any change of the text asks anew.`,
    `SHA-256 ${command.sha256}`,
  ].join('\n');
}

/**
 * What somebody agrees to: the command, character for character but for those that are invisible or turn the direction
 * of the text, which `printable` shows as what they are not; and what will be done with it.
 */
export function consentText(
  command: Pick<OwnCommand, 'command' | 'path' | 'line' | 'sha256'> & { readonly folder: string },
  printable: (text: string) => string,
): string {
  return [
    `sh runs this in the folder ${printable(command.folder)}, with the claimed value in PLAN_REVIEW_VALUE:`,
    '',
    ...command.command.split('\n').map(printable),
    '',
    `Defined in ${printable(command.path)}, line ${command.line}. Any change of the definition asks anew.`,
    `SHA-256 ${command.sha256}`,
  ].join('\n');
}
