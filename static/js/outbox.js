/* What was done and is not yet on the server: kept on the device, sent in order, one at a time.

   An entry is {id, tab, url, uuid, kind, base, fields}; kind is "mark", "delete", "restore" or "dismissal", base the
   row's version when it was made. `stuck` holds the server's message when it refused: such an entry waits for the person.
   Entries of a tab that was closed are taken over by the next one that opens the article. */

const PATIENCE = 4; // failures after which an entry is laid aside, so that it does not hold up the others

/** A UUID, also where the page is not served over https. */
export function newUuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/**
 * The outbox of one article and person.
 *
 * `send(entry)` resolves to {} (done), {later: cause, failed} (no way through now; failed: the server broke on it) or
 * {refused: message}. `changed({waiting, stuck, busy, cause, kept})` tells the page how things stand: cause is why
 * nothing goes out just now, kept whether the device holds what waits.
 */
export function createOutbox({ key, send, changed }) {
  const tab = newUuid();
  let memory = null; // used where storage is blocked or full
  let flying = null; // the id of the entry under way
  let running = false;
  let cause = "";
  let failures = 0; // answers in a row by which the server broke on the same entry
  let pause = 0;
  let timer = 0;

  // Held as long as this page lives, so that others can tell its entries from those left behind.
  navigator.locks?.request(`tab:${tab}`, () => new Promise(() => {}));

  function load() {
    if (memory) return memory;
    try {
      return JSON.parse(localStorage.getItem(key)) ?? [];
    } catch {
      return [];
    }
  }

  function store(entries) {
    try {
      if (entries.length) localStorage.setItem(key, JSON.stringify(entries));
      else localStorage.removeItem(key);
      memory = null;
    } catch {
      memory = entries;
    }
  }

  const mine = () => load().filter((entry) => entry.tab === tab);

  function report() {
    const entries = mine();
    changed({
      waiting: entries.filter((entry) => !entry.stuck),
      stuck: entries.filter((entry) => entry.stuck),
      busy: flying !== null,
      cause,
      kept: memory === null,
    });
  }

  function edit(id, change) {
    store(load().flatMap((entry) => (entry.id === id ? (change(entry) ?? []) : entry)));
  }

  /** Adds an entry; an unsent change of the same mark takes it in. */
  function add({ url, uuid, kind, base, fields }) {
    const entries = load();
    const last = entries.findLast((entry) => entry.tab === tab && entry.uuid === uuid);
    if (last && last.kind === kind && last.id !== flying && !last.stuck) Object.assign(last.fields, fields);
    else entries.push({ id: newUuid(), tab, url, uuid, kind, base, fields });
    store(entries);
    report();
    flush();
  }

  async function flush() {
    if (running) return;
    running = true;
    clearTimeout(timer);
    try {
      let entry;
      while ((entry = mine().find((candidate) => !candidate.stuck))) {
        flying = entry.id;
        report();
        const result = await send(entry);
        flying = null;
        failures = result.failed ? failures + 1 : 0;
        if (result.later && failures < PATIENCE) {
          cause = result.later;
          pause = Math.min(30_000, pause * 2 || 1000);
          timer = setTimeout(flush, pause);
          return;
        }
        const refused = result.refused ?? (result.later && "The server could not do this.");
        cause = "";
        failures = pause = 0;
        edit(entry.id, (kept) => (refused ? { ...kept, stuck: refused } : null));
      }
    } finally {
      flying = null;
      running = false;
      report();
    }
  }

  /** Takes over what a closed tab, or this one before it was reloaded, has left. */
  async function adopt() {
    const held = navigator.locks ? (await navigator.locks.query()).held.map((lock) => lock.name) : [];
    const alive = new Set([tab, ...held.map((name) => name.replace("tab:", ""))]);
    store(load().map((entry) => (alive.has(entry.tab) ? entry : { ...entry, tab })));
    report();
    flush();
  }

  addEventListener("online", flush);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && cause) flush();
  });
  document.getElementById("signed-out")?.addEventListener("close", flush);

  return {
    add,
    adopt,
    entries: mine,
    /** Whether everything has been sent, once what is under way has come through or has failed. */
    async isEmpty() {
      while (running) await new Promise((resolve) => setTimeout(resolve, 30));
      return !mine().length;
    },
    /** Sends a refused entry again, over the version that is on the server now. */
    retry(id) {
      edit(id, ({ stuck, ...entry }) => ({ ...entry, base: null }));
      report();
      flush();
    },
    drop(id) {
      edit(id, () => null);
      report();
    },
  };
}
