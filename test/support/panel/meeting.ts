/** A place where so many parties wait for each other, and then go on one after the other in a given order. */
export interface Meeting {
  /** Fulfilled when everybody is here and all who come before `who` in the order have gone on. */
  wait(who: string): Promise<void>;
  /** Who is here, in the order of arrival. */
  readonly present: readonly string[];
}

/** A meeting of all of `order`. */
export function createMeeting(order: readonly string[]): Meeting {
  const present: string[] = [];
  const doors = new Map(order.map((who) => [who, door()]));
  return {
    present,
    wait: async (who) => {
      present.push(who);
      if (order.every((one) => present.includes(one))) {
        doors.get(order[0] ?? '')?.open();
      }
      await doors.get(who)?.opened;
      // Only when whoever went before has had its turn to the end.
      setImmediate(() => doors.get(order[order.indexOf(who) + 1] ?? '')?.open());
    },
  };
}

function door(): { readonly opened: Promise<void>; readonly open: () => void } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
