const SPACE = 0x20;
const TAB = 0x09;

/** What is left of a line of the plan without the marks of the containers it stands in. Offsets in the plan. */
export interface LineRest {
  readonly from: number;
  /** Before the line break. */
  readonly to: number;
  /** So many columns of a tab in front of `from` are left, the rest of which a container has used up. */
  readonly spare: number;
}

/**
 * A place that moves through one line of a text at a time, counted in characters and in columns: a tab fills up to the
 * next multiple of four columns, and a container may use up a part of one.
 */
export class LineCursor {
  readonly text: string;
  /** Where the line ends, before its line break. */
  end = 0;
  /** The first character ahead that is no white space; `end` where the rest of the line is blank. */
  next = 0;
  /** How many columns of white space stand in front of `next`. */
  indent = 0;
  #offset = 0;
  #column = 0;
  #isInTab = false;

  constructor(text: string) {
    this.text = text;
  }

  /** Goes to the beginning of a line. */
  begin(start: number, end: number): void {
    this.#offset = start;
    this.#column = 0;
    this.#isInTab = false;
    this.end = end;
    this.#look();
  }

  /** Whether nothing but white space is left. */
  get isBlank(): boolean {
    return this.next >= this.end;
  }

  /** The code of the character at `next`; NaN where the rest of the line is blank. */
  get code(): number {
    return this.next < this.end ? this.text.charCodeAt(this.next) : Number.NaN;
  }

  /** Passes the white space and so many characters behind it. */
  pass(characters: number): void {
    this.#column += this.indent + characters;
    this.#offset = this.next + characters;
    this.#isInTab = false;
    this.#look();
  }

  /** Passes so many columns of white space, or as many as there are. */
  passColumns(columns: number): void {
    const target = this.#column + columns;
    while (this.#column < target && this.#offset < this.next) {
      const stop = this.text.charCodeAt(this.#offset) === TAB ? nextStop(this.#column) : this.#column + 1;
      this.#isInTab = stop > target;
      this.#column = Math.min(stop, target);
      this.#offset += this.#isInTab ? 0 : 1;
    }
    this.#look();
  }

  /** What is left of the line. */
  rest(): LineRest {
    return this.#isInTab
      ? { from: this.#offset + 1, to: this.end, spare: nextStop(this.#column) - this.#column }
      : { from: this.#offset, to: this.end, spare: 0 };
  }

  #look(): void {
    let at = this.#offset;
    let column = this.#column;
    for (; at < this.end; at += 1) {
      const code = this.text.charCodeAt(at);
      if (code === SPACE) {
        column += 1;
      } else if (code === TAB) {
        column = nextStop(column);
      } else {
        break;
      }
    }
    this.next = at;
    this.indent = column - this.#column;
  }
}

function nextStop(column: number): number {
  return column + 4 - (column & 3);
}
