import * as vscode from 'vscode';
import { findingText } from '../diagnostics/diagnosticText.ts';
import { sameFinding } from '../diagnostics/mergeFindings.ts';
import { diagnosticSource, editorEdit, editorRange, questionCode } from '../diagnostics/publish.ts';
import { questionsOf, questionText, type Question } from '../diagnostics/questions.ts';
import { loadCore } from '../core.ts';
import type { LiveChecks } from '../liveChecks/liveChecks.ts';
import type { Parts } from '../parts.ts';
import { planOf, type PlanTarget } from '../planTarget.ts';
import { logFailure } from '../tell.ts';
import { responseFix } from './respond.ts';
import { answersTo, canSuppress, offeredFixes, type OfferedFix } from './offeredFixes.ts';
import { suppressCommand, type SuppressRequest } from './suppress.ts';

/** A finding by what says which one it is while the text goes on changing. */
type FindingKey = Omit<SuppressRequest, 'plan'>;

/** A quick fix whose edit is made when it is taken, for the text as it is then. */
class FindingFix extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly finding: FindingKey;

  constructor(title: string, document: vscode.TextDocument, finding: FindingKey) {
    super(title, vscode.CodeActionKind.QuickFix);
    this.document = document;
    this.finding = finding;
  }
}

/**
 * Offers quick fixes for the findings of checks, whether they come of a stored round or of what is being typed, and the
 * way to the response for every finding of a round.
 */
export function provideFixes(parts: Parts, live: LiveChecks): vscode.Disposable {
  const selector = ['markdown', 'html'].map((language) => ({ language, scheme: 'file' }));
  return vscode.languages.registerCodeActionsProvider(
    selector,
    {
      provideCodeActions: async (document, range, context) => {
        const target = planOf(document.uri);
        return target === undefined ? [] : await fixesAt(document, range, { parts, live, target, context });
      },
      resolveCodeAction: async (action) => {
        if (action instanceof FindingFix) {
          await resolve(action, parts, live);
        }
        return action;
      },
    },
    { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
  );
}

interface Offering {
  readonly parts: Parts;
  readonly live: LiveChecks;
  readonly target: PlanTarget;
  readonly context: vscode.CodeActionContext;
}

async function fixesAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  { parts, live, target, context }: Offering,
): Promise<vscode.CodeAction[]> {
  const here = parts.plans
    .shown(target.key)
    .filter((finding) => finding.range && editorRange(finding.range).intersection(range) !== undefined);
  const actions: vscode.CodeAction[] = await answersAt(document, range, { parts, live, target, context });
  for (const shown of here) {
    const { check, title, range: place } = shown;
    const text = findingText(shown);
    const diagnostics = context.diagnostics.filter(
      ({ source, message }) => source === diagnosticSource && message === text,
    );
    const response = responseFix(target, shown);
    if (response !== undefined) {
      response.diagnostics = diagnostics;
      actions.push(response);
    }
    if (!shown.isOfChecks || check === undefined || place === undefined) {
      continue;
    }
    const finding = { check, title, range: place };
    const offered = await offeredNow(document, finding, { parts, live, target });
    const fixes = offered.map((fix) => {
      const action = new FindingFix(fix.title, document, finding);
      action.isPreferred = fix.isPreferred;
      return action;
    });
    const all = canSuppress(check) ? [...fixes, suppression(target, finding)] : fixes;
    for (const action of all) {
      action.diagnostics = diagnostics;
      actions.push(action);
    }
  }
  return actions;
}

/** How the author can answer the questions at a place. They are made for the text as it is, and asked for anew with every edit. */
async function answersAt(
  document: vscode.TextDocument,
  range: vscode.Range,
  { parts, live, target, context }: Offering,
): Promise<vscode.CodeAction[]> {
  const isHere = (question: Question): boolean =>
    editorRange(question.range).intersection(range) !== undefined;
  if (!parts.plans.questions(target.key).some(isHere)) {
    return [];
  }
  const { version } = document;
  try {
    const [{ creationFix }, { claims }] = await Promise.all([loadCore(), live.current(document, target)]);
    if (document.version !== version) {
      return [];
    }
    const text = document.getText();
    return questionsOf(claims)
      .filter(isHere)
      .flatMap((question) => {
        const marks = context.diagnostics.filter(
          ({ code, message }) => code === questionCode && message === questionText(question),
        );
        const creation = creationFix({ path: target.path, text, position: question.range.start });
        return answersTo(question, creation).map((fix) => {
          const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
          action.edit = editorEdit(document.uri, fix);
          action.diagnostics = marks;
          return action;
        });
      });
  } catch (error) {
    logFailure(error, parts.log);
    return [];
  }
}

function suppression(target: PlanTarget, finding: FindingKey): vscode.CodeAction {
  const title = `Suppress ${finding.check} here, with a reason…`;
  const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
  const request: SuppressRequest = { plan: target.key, ...finding };
  action.command = { title, command: suppressCommand, arguments: [request] };
  return action;
}

/** The edit is made of a check of the very text that it changes; a finding that is gone by then changes nothing. */
async function resolve(action: FindingFix, parts: Parts, live: LiveChecks): Promise<void> {
  const { document, finding, title } = action;
  const target = planOf(document.uri);
  if (target === undefined || document.isClosed) {
    return;
  }
  const offered = await offeredNow(document, finding, { parts, live, target });
  const fix = offered.find((candidate) => candidate.title === title);
  if (fix !== undefined) {
    action.edit = editorEdit(document.uri, fix);
  }
}

/** What can be done about a finding in the document's present text. Nothing where it is not found any more. */
async function offeredNow(
  document: vscode.TextDocument,
  wanted: FindingKey,
  { parts, live, target }: Pick<Offering, 'parts' | 'live' | 'target'>,
): Promise<readonly OfferedFix[]> {
  const { version } = document;
  try {
    const [{ creationFix }, { findings }] = await Promise.all([loadCore(), live.current(document, target)]);
    const finding = sameFinding(findings, wanted);
    if (finding === undefined || document.version !== version) {
      return [];
    }
    const text = document.getText();
    return offeredFixes(finding, (position) => creationFix({ path: target.path, text, position }));
  } catch (error) {
    logFailure(error, parts.log);
    return [];
  }
}
