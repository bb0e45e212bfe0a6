/** A binary heap: hands out what comes first by `isBefore`, in logarithmic time. */
export class Heap<T> {
  readonly #items: T[] = [];
  readonly #isBefore: (a: T, b: T) => boolean;

  constructor(isBefore: (a: T, b: T) => boolean) {
    this.#isBefore = isBefore;
  }

  push(item: T): void {
    let at = this.#items.push(item) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      const above = this.#items[parent];
      if (above === undefined || !this.#isBefore(item, above)) {
        break;
      }
      this.#items[at] = above;
      at = parent;
    }
    this.#items[at] = item;
  }

  /** Takes out the first item; undefined where there is none. */
  pop(): T | undefined {
    const [first] = this.#items;
    const last = this.#items.pop();
    if (last === undefined || this.#items.length === 0) {
      return first;
    }
    let at = 0;
    for (;;) {
      const child = this.#firstChild(at);
      const below = this.#items[child];
      if (below === undefined || !this.#isBefore(below, last)) {
        break;
      }
      this.#items[at] = below;
      at = child;
    }
    this.#items[at] = last;
    return first;
  }

  #firstChild(at: number): number {
    const [left, right] = [2 * at + 1, 2 * at + 2];
    const [one, other] = [this.#items[left], this.#items[right]];
    return one !== undefined && other !== undefined && this.#isBefore(other, one) ? right : left;
  }
}
