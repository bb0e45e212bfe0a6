import * as vscode from 'vscode';
import { askedIn, draftBy, draftedAnswer } from '../../drafts.ts';
import { finding, review } from '../../messagesServer/reviews.ts';

/** Whom the model answers: the others wait until they are cancelled, or are refused at once. */
type Mode = 'everybody' | 'lead' | 'nobody';

/** The part of VS Code's interface that this extension brings a model with; younger than the types of this project. */
interface ModelProviderApi {
  registerLanguageModelChatProvider(vendor: string, provider: object): vscode.Disposable;
}

interface Progress {
  report(part: vscode.LanguageModelTextPart): void;
}

const model = {
  id: 'steady',
  name: 'Steady',
  family: 'steady',
  version: '1',
  maxInputTokens: 200_000,
  maxOutputTokens: 64_000,
  capabilities: {},
};

/** Letters in one part of a streamed answer. */
const partLength = 200;

/** Called by VS Code. Brings a language model whose answers are valid reviews, and commands that make it stop. */
export function activate(context: vscode.ExtensionContext): void {
  let mode: Mode = 'everybody';
  const modes: Record<string, Mode> = {
    'companion.answerEverybody': 'everybody',
    'companion.answerLead': 'lead',
    'companion.answerNobody': 'nobody',
  };
  const commands = Object.entries(modes).map(([command, next]) =>
    vscode.commands.registerCommand(command, () => {
      mode = next;
    }),
  );
  const provider = {
    provideLanguageModelChatInformation: () => [model],
    provideLanguageModelChatResponse: async (
      _model: unknown,
      messages: readonly vscode.LanguageModelChatMessage[],
      ...[, progress, token]: [unknown, Progress, vscode.CancellationToken]
    ): Promise<void> => {
      const prompt = textOf(messages);
      if (mode === 'nobody') {
        throw vscode.LanguageModelError.Blocked('Your companion has no more patience.');
      }
      if (mode === 'lead' && reviewerOf(prompt) !== 'Lead reviewer') {
        await cancelled(token);
        return;
      }
      const answer = JSON.stringify(answerTo(prompt));
      for (let start = 0; start < answer.length; start += partLength) {
        progress.report(new vscode.LanguageModelTextPart(answer.slice(start, start + partLength)));
      }
    },
    provideTokenCount: (_model: unknown, text: unknown) => Promise.resolve(String(text).length),
  };
  const api = vscode.lm as Partial<ModelProviderApi> as ModelProviderApi;
  context.subscriptions.push(...commands, api.registerLanguageModelChatProvider('companion', provider));
}

function textOf(messages: readonly vscode.LanguageModelChatMessage[]): string {
  return messages
    .flatMap(({ content }) => content)
    .map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : ''))
    .join('\n');
}

/** The name of the persona that a prompt is for. */
function reviewerOf(prompt: string): string | undefined {
  return [...prompt.matchAll(/^You are(?: the |: )([^(.\n]+)/gm)].at(-1)?.[1]?.trim();
}

function answerTo(prompt: string): unknown {
  const reviewer = reviewerOf(prompt);
  if (prompt.includes('"disposition"')) {
    return draftFor(prompt);
  }
  if (prompt.includes('"severityArguments"')) {
    const heading = /^# (.+)$/m.exec(prompt)?.[1] ?? '';
    return review({
      summary: `${reviewer} has read it.`,
      verdict: 'CONDITIONAL GO',
      findings: [finding({ title: `${reviewer} asks who decides`, quote: heading })],
    });
  }
  return prompt.includes('"groups"')
    ? { summary: 'Nobody is named who decides.', groups: [] }
    : { reviewers: [{ id: 'lead', reason: 'It reads everything.' }] };
}

/** Every finding accepted, every question answered, and the plan's heading changed where edits are wanted. */
function draftFor(prompt: string): unknown {
  const { findings, questions } = askedIn(prompt);
  const heading = /^# .+$/m.exec(prompt)?.[0] ?? '';
  const answers = findings.map((id) =>
    draftedAnswer(id, {
      disposition: 'accepted',
      response: `Right about ${id}.`,
      action: 'Named who decides.',
      evidence: `"${heading.slice(2)} (Ada decides)"`,
    }),
  );
  return draftBy(answers, {
    answers: questions.map((question) => ({ question, answer: 'Ada decides.' })),
    ...(prompt.includes('"edits"')
      ? { edits: [{ for: findings, old: heading, new: `${heading} (Ada decides)`, reason: 'Name her' }] }
      : {}),
  });
}

function cancelled(token: vscode.CancellationToken): Promise<void> {
  return new Promise((resolve) => {
    token.onCancellationRequested(() => resolve());
  });
}
