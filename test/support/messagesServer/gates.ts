/** Doors that hold answers back until somebody opens them: how a test makes reviewers end in an order of its choice. */
export interface Gates {
  /** Something to wait for: the door of this name. */
  at(name: string): () => Promise<void>;
  /** Opens the doors in this order, each when those who waited at the one before have gone through. */
  open(...names: readonly string[]): Promise<void>;
}

/** Doors that are shut. */
export function createGates(): Gates {
  const doors = new Map<string, PromiseWithResolvers<void>>();
  const door = (name: string): PromiseWithResolvers<void> => {
    const known = doors.get(name) ?? Promise.withResolvers<void>();
    doors.set(name, known);
    return known;
  };
  return {
    at: (name) => () => door(name).promise,
    async open(...names) {
      for (const name of names) {
        door(name).resolve();
        // The answer behind one door is under way before the next opens.
        await new Promise((resolve) => setImmediate(resolve));
      }
    },
  };
}
