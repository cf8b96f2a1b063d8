/* Undo and redo through the whole session of one article; survives a reload of the tab. */

const MOST = 2000; // steps, more than anybody does in a day

/** A history; an entry is {uuid, before, after}, states of a mark or null where it does not exist. */
export function createHistory(key) {
  let past = [];
  let future = [];
  try {
    ({ past, future } = JSON.parse(sessionStorage.getItem(key)) ?? { past, future });
  } catch {
    // an empty history
  }

  function store() {
    try {
      sessionStorage.setItem(key, JSON.stringify({ past, future }));
    } catch {
      // not kept over a reload
    }
  }

  return {
    /** Adds a step; steps of typing into the same mark become one. */
    push(entry) {
      const last = past.at(-1);
      if (entry.typing && last?.typing && last.uuid === entry.uuid) last.after = entry.after;
      else past.push(entry);
      past = past.slice(-MOST);
      future = [];
      store();
    },
    /** The step to take back, or undefined. */
    back() {
      const entry = past.pop();
      if (entry) future.push({ ...entry, typing: false });
      store();
      return entry;
    },
    /** The step to do again, or undefined. */
    forth() {
      const entry = future.pop();
      if (entry) past.push(entry);
      store();
      return entry;
    },
  };
}
