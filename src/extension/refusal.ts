/** Something the user can do about a failure, offered as a button. */
export type WayOut =
  | 'manage-trust'
  | 'open-folder'
  | 'add-folder'
  | 'save'
  | 'show-log'
  | 'show-review'
  | 'resume'
  | 'resume-otherwise'
  | 'start-over'
  | 'checks-alone'
  | 'set-key'
  | 'set-up-models'
  | 'answer'
  | 'without-response'
  | 'review';

/** Why the extension did not do what it was asked, before core was even called. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  /** What the user can do, as a sentence. */
  readonly wayOut: string;
  readonly actions: readonly WayOut[];
  /** `cancelled`: the user wanted it so, and is only told what became of it. */
  readonly kind: 'expected' | 'cancelled';

  constructor(fields: {
    message: string;
    wayOut: string;
    actions?: readonly WayOut[];
    kind?: 'expected' | 'cancelled';
  }) {
    super(fields.message);
    this.kind = fields.kind ?? 'expected';
    this.wayOut = fields.wayOut;
    this.actions = fields.actions ?? [];
  }
}

/** Where a document lives, as far as a refusal depends on it. */
export interface DocumentPlace {
  /** The scheme of the document's address. */
  readonly scheme: string;
  /** How people call the document: its file name. */
  readonly name: string;
  /** Whether one of the window's folders holds it. */
  readonly isInFolder: boolean;
  /** Whether the window has any folder at all. */
  readonly hasFolders: boolean;
}

/** Why the document cannot be checked or reviewed where it is, or undefined when it can. */
export function refusePlace(place: DocumentPlace): Refusal | undefined {
  if (place.scheme === 'untitled') {
    return new Refusal({
      message: `${place.name} has not been saved yet, so it has no place in a folder.`,
      wayOut: 'Save it in the folder of the project it speaks about, and try again.',
      actions: ['save'],
    });
  }
  if (place.scheme !== 'file') {
    return new Refusal({
      message: `${place.name} is not a file on disk (its address starts with "${place.scheme}:").`,
      wayOut: 'Open the project from a local or remote disk, and try again.',
      actions: ['open-folder'],
    });
  }
  if (!place.hasFolders) {
    return noFolder();
  }
  if (!place.isInFolder) {
    return new Refusal({
      message: `${place.name} lies outside the folders that are open in this window.`,
      wayOut: 'Add the folder of the project it speaks about to the workspace, or open that folder.',
      actions: ['add-folder', 'open-folder'],
    });
  }
  return undefined;
}

/** No folder is open, so there is nothing that a plan could be checked against. */
export function noFolder(): Refusal {
  return new Refusal({
    message: 'No folder is open, and a plan is checked against the folder that holds it.',
    wayOut: 'Open the folder of the project that the plan speaks about.',
    actions: ['open-folder'],
  });
}

/** The window holds no plan to choose from. */
export function noPlans(): Refusal {
  return new Refusal({
    message: 'The open folders hold no Markdown or HTML file.',
    wayOut: 'Open the folder that holds the plan.',
    actions: ['open-folder'],
  });
}

/** Reviews run git and write files, which an untrusted workspace does not get. */
export function notTrusted(): Refusal {
  return new Refusal({
    message:
      'This workspace is in Restricted Mode, where no plan is reviewed: a review runs git and stores files.',
    wayOut: 'Trust the workspace to review plans. Check Plan works without it, and leaves git out.',
    actions: ['manage-trust'],
  });
}

/** Commands of a workspace are somebody else's programs. */
export function notTrustedForCommands(): Refusal {
  return new Refusal({
    message: 'This workspace is in Restricted Mode, where no command of its checks is run.',
    wayOut: 'Trust the workspace first.',
    actions: ['manage-trust'],
  });
}

/** Two rounds on one plan would number the same findings. */
export function alreadyRunning(name: string): Refusal {
  return new Refusal({
    message: `${name} is being reviewed already.`,
    wayOut: 'Wait for that round to end, or cancel it.',
    actions: ['show-review'],
  });
}

/** Nobody can draft. */
export function noModel(): Refusal {
  return new Refusal({
    message: 'No model can be used here, and drafting needs one.',
    wayOut: 'Set one up, or write the response yourself: the panel has a place for every answer.',
    actions: ['set-up-models', 'show-review'],
  });
}

/** A round was cancelled that holds answers: they are not lost. `kept` says what it holds. */
export function stopped(name: string, kept: string): Refusal {
  return new Refusal({
    message: `The review of ${name} was cancelled: ${kept}.`,
    wayOut: 'Resume it when you like.',
    actions: ['resume', 'start-over'],
    kind: 'cancelled',
  });
}

/** The plan has unsaved changes, and saving it did not work. */
export function notSaved(name: string): Refusal {
  return new Refusal({
    message: `${name} has changes that could not be saved, and a review reads the file on disk.`,
    wayOut: 'Save the plan, and start the review again.',
    actions: ['save'],
  });
}

/** There is no round that could be signed or exported. */
export function notReviewed(name: string): Refusal {
  return new Refusal({
    message: `Nobody has reviewed ${name} yet.`,
    wayOut: 'Review it first.',
    actions: ['review'],
  });
}

/** A next round decides on the author's answers. `missing`: what keeps the response from being submitted. */
export function notAnswered(round: number, missing: readonly string[]): Refusal {
  const first = missing.slice(0, 3).join(' ');
  const more = missing.length > 3 ? ` And ${missing.length - 3} more.` : '';
  return new Refusal({
    message: `The response to round ${round} is not submitted${first === '' ? '.' : `: ${first}${more}`}`,
    wayOut: 'Answer first, or go on without: the findings are then decided by the plan alone.',
    actions: ['answer', 'without-response'],
  });
}

/** Why a document is not reviewed as a packet. */
export function notPacket(name: string): Refusal {
  return new Refusal({
    message: `${name} does not say that it is a packet.`,
    wayOut:
      'Put “kind: packet” into its front matter, or begin its title with “Packet:”. Or review it as a plan.',
  });
}
