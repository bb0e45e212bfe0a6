import { eventually, openEditor, press, runCommand, type Editor } from '../e2e/support/driver.ts';
import { makeSampleWorkspace } from '../support/editor/sampleWorkspace.ts';
import { spread, type Spread } from './machine.ts';

/** Milliseconds from the start of loading an extension's code to the end of its `activate`, as VS Code counts them. */
export interface ActivationTimes {
  readonly planReview: Spread;
  /** The built-in git extension, in the same windows. */
  readonly git: Spread;
}

/** Tall enough that the list of running extensions shows all of them: it draws only what is in view. */
const tallWindow = { width: 1200, height: 3000 };

/**
 * Has the extension activated in so many fresh windows of the real editor, and reads what VS Code says of its running
 * extensions. Plan Review is activated by a command once the window is at rest; git activates while it starts.
 */
export async function measureActivation(windows: number): Promise<ActivationTimes> {
  const sample = await makeSampleWorkspace();
  const editor = await openEditor({ open: sample.folder, size: tallWindow });
  try {
    const figures: { planReview: number[]; git: number[] } = { planReview: [], git: [] };
    for (let window = 0; window < windows; window += 1) {
      if (window > 0) {
        await editor.reload();
      }
      await runCommand(editor, 'Developer: Show Running Extensions');
      figures.git.push(await activationOf(editor, 'Git'));
      // VS Code counts the time in which the host is busy with others: by now those of its start are done.
      await press(editor, 'Escape');
      await runCommand(editor, 'Plan Review: Clear Findings');
      await runCommand(editor, 'Developer: Show Running Extensions');
      figures.planReview.push(await activationOf(editor, 'Plan Review'));
    }
    return { planReview: spread(figures.planReview), git: spread(figures.git) };
  } finally {
    await editor.close();
    await sample.remove();
  }
}

async function activationOf(editor: Editor, name: string): Promise<number> {
  const text = await eventually({
    what: `the activation time of ${name}`,
    read: async () => {
      const rows = editor.page.locator(
        '.runtime-extensions-editor .extension, .runtime-extensions-editor .monaco-list-row',
      );
      const texts = await rows.allInnerTexts();
      return texts.find((row) => row.split('\n').some((line) => line.trim() === name)) ?? '';
    },
    until: (row) => /Activation: \d+\s*ms/.test(row),
  });
  return Number(/Activation: (\d+)\s*ms/.exec(text)?.[1]);
}
