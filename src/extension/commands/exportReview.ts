import * as vscode from 'vscode';
import type { Parts } from '../parts.ts';
import type { PlanTarget } from '../planTarget.ts';
import { quietly } from '../tell.ts';

interface Form extends vscode.QuickPickItem {
  readonly format: 'md' | 'html';
  readonly isPrinted: boolean;
}

const forms: readonly Form[] = [
  {
    label: 'Markdown',
    detail: 'One document with every round, response and the record.',
    format: 'md',
    isPrinted: false,
  },
  {
    label: 'HTML',
    detail: 'One page that stands by itself, for reading and sending.',
    format: 'html',
    isPrinted: false,
  },
  {
    label: 'PDF',
    detail: 'The page is opened in your browser, which prints it to PDF.',
    format: 'html',
    isPrinted: true,
  },
];

/** Writes a plan's whole review into a file that the user names. */
export async function exportPlan(parts: Parts, target: PlanTarget): Promise<void> {
  const form = await vscode.window.showQuickPick(forms, {
    title: `Export the Review of ${target.name}`,
    placeHolder: 'As what?',
  });
  if (form === undefined) {
    return;
  }
  const review = await parts.engine.of(target.folder);
  const text = await review.export({ path: target.path, format: form.format });
  const uri = await vscode.window.showSaveDialog({
    title: 'Export Review',
    defaultUri: vscode.Uri.joinPath(target.uri, '..', exportName(target.name, form.format)),
    filters: form.format === 'md' ? { Markdown: ['md'] } : { HTML: ['html'] },
  });
  if (uri === undefined) {
    return;
  }
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  quietly(tellExported(uri, form), parts.log);
}

async function tellExported(uri: vscode.Uri, { isPrinted, format }: Form): Promise<void> {
  const path = vscode.workspace.asRelativePath(uri);
  if (isPrinted) {
    const isOpen = await vscode.env.openExternal(uri);
    await vscode.window.showInformationMessage(
      isOpen
        ? `Print ${path} from your browser, and choose “Save as PDF” as the printer.`
        : `The page is ${path}. Open it in a browser, and print it with “Save as PDF” as the printer.`,
    );
    return;
  }
  const open = 'Open';
  if ((await vscode.window.showInformationMessage(`The review is in ${path}.`, open)) === open) {
    await (format === 'md' ? vscode.window.showTextDocument(uri) : vscode.env.openExternal(uri));
  }
}

/** `cache.md` becomes `cache.review.html`. */
function exportName(name: string, format: Form['format']): string {
  const dot = name.lastIndexOf('.');
  return `${dot > 0 ? name.slice(0, dot) : name}.review.${format}`;
}
