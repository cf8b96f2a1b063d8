/* What was done and is not yet on the server: kept on the device, sent in order, one at a time.

   An entry is {id, url, uuid, kind, base, fields}: what it is about (uuid: a mark, a note, a dismissal, a source), what
   it does to it (kind), and for marks and notes the version that it builds on (base). `tried`: it has gone out, and
   whether it arrived is not known; nothing more is put into it then. `stuck` holds the server's sentence when it
   refused, `conflict` what stands there instead: {version, gone, theirs}. Such an entry waits for the person.
   Each tab keeps its own list; the list of a tab that was closed is taken over by the next one that opens the article. */

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

/** Names this tab: until it is closed, others can tell what is its from what was left behind. */
export function nameTab() {
  const tab = newUuid();
  navigator.locks?.request(`tab:${tab}`, () => new Promise(() => {}));
  return tab;
}

/** The names of the tabs that are open; none where the browser does not say. */
export async function livingTabs() {
  const held = navigator.locks ? (await navigator.locks.query()).held : [];
  return new Set(held.map((lock) => lock.name.replace(/^tab:/, "")));
}

/**
 * The outbox of one article and person in one tab.
 *
 * `send(entry)` resolves to {version} (done; the version there is now), {later: cause, failed} (no way through now;
 * failed: the server broke on it) or {refused: message, conflict}. `changed({waiting, stuck, busy, cause, kept})` tells
 * the page how things stand: cause is why nothing goes out just now, kept whether the device holds what waits.
 */
export function createOutbox({ key, tab, send, changed }) {
  const own = `${key}:${tab}`;
  let entries = [];
  let kept = true;
  let flying = null; // the entry under way
  let running = false;
  let cause = "";
  let failures = 0; // answers in a row by which the server broke on the same entry
  let pause = 0;
  let timer = 0;

  function store() {
    try {
      if (entries.length) localStorage.setItem(own, JSON.stringify(entries));
      else localStorage.removeItem(own);
      kept = true;
    } catch {
      kept = false; // storage is blocked or full: this tab's memory is all there is
    }
  }

  function report() {
    store();
    changed({
      waiting: entries.filter((entry) => !entry.stuck),
      stuck: entries.filter((entry) => entry.stuck),
      busy: flying !== null,
      cause,
      kept,
    });
  }

  /** Adds an entry; a change of the same thing that has not gone out yet takes it in, one that was refused gives way. */
  function add({ url, uuid, kind, base = 0, fields }) {
    const last = entries.findLast((entry) => entry.uuid === uuid);
    if (last?.kind === kind && !last.stuck && !last.tried) Object.assign(last.fields, fields);
    else {
      if (kind === "delete" || kind === "source") entries = entries.filter((entry) => entry.uuid !== uuid || !entry.stuck);
      const isUnknown = kind === "delete" && !base && !entries.some((entry) => entry.uuid === uuid);
      if (!isUnknown) entries.push({ id: newUuid(), url, uuid, kind, base, fields });
    }
    report();
    flush();
  }

  async function flush() {
    if (running) return;
    running = true;
    clearTimeout(timer);
    try {
      while ((flying = entries.find((entry) => !entry.stuck))) {
        flying.tried = true;
        report();
        const result = await send(flying);
        failures = result.failed ? failures + 1 : 0;
        if (result.later && failures < PATIENCE) {
          cause = result.later;
          pause = Math.min(30_000, pause * 2 || 1000);
          timer = setTimeout(flush, pause);
          return;
        }
        cause = "";
        failures = pause = 0;
        if (result.refused || result.later) layAside(flying, result);
        else settle(flying, result.version);
      }
    } finally {
      flying = null;
      running = false;
      report();
    }
  }

  /** Takes a sent entry off the list; what was done to the same thing after it builds on the new version. */
  function settle(done, version) {
    entries = entries.filter((entry) => entry !== done);
    for (const entry of entries) if (entry.uuid === done.uuid && !entry.conflict && version) entry.base = version;
  }

  /** Keeps a refused entry for the person; in a conflict together with what was changed in the same thing since. */
  function layAside(entry, { refused = "The server could not do this.", conflict }) {
    Object.assign(entry, { stuck: refused, conflict });
    if (!conflict) return;
    const since = entries.filter((other) => other !== entry && other.uuid === entry.uuid && other.kind === entry.kind && !other.stuck);
    for (const other of since) Object.assign(entry.fields, other.fields);
    entries = entries.filter((other) => !since.includes(other));
  }

  /** Takes over what tabs that are no more, or this one before it was reloaded, have left. */
  async function adopt() {
    const alive = await livingTabs();
    const left = [];
    try {
      for (const name of Object.keys(localStorage)) {
        if (!name.startsWith(`${key}:`) || name === own || alive.has(name.slice(key.length + 1))) continue;
        left.push(...JSON.parse(localStorage.getItem(name)));
        entries = [...left, ...entries.filter((entry) => !left.includes(entry))];
        store();
        localStorage.removeItem(name);
      }
    } catch {
      // nothing is kept here
    }
    report();
    flush();
  }

  addEventListener("online", flush);
  addEventListener("beforeunload", (event) => {
    if (entries.length && !kept) event.preventDefault();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && cause) flush();
  });
  document.getElementById("signed-out")?.addEventListener("close", flush);

  return {
    add,
    /** Takes over what was left behind; two tabs opened at once do so one after the other. */
    adopt: () => (navigator.locks ? navigator.locks.request(`adopt:${key}`, adopt) : adopt()),
    entries: () => entries,
    flush,
    /** Whether everything has been sent, once what is under way has come through or has failed. */
    async isEmpty() {
      while (running) await new Promise((resolve) => setTimeout(resolve, 30));
      return !entries.length;
    },
    /** Sends a refused entry again, with these fields changed, over what is on the server now. */
    retry(id, changes = {}) {
      const entry = entries.find((candidate) => candidate.id === id);
      if (!entry) return;
      const { conflict } = entry;
      Object.assign(entry.fields, changes);
      if (conflict) entry.base = conflict.version;
      delete entry.stuck;
      delete entry.conflict;
      if (conflict?.gone && entry.kind !== "delete") {
        const back = { id: newUuid(), url: `${entry.url}${entry.uuid}/restore/`, uuid: entry.uuid, kind: "restore", base: entry.base, fields: {} };
        entries.splice(entries.indexOf(entry), 0, back);
      }
      report();
      flush();
    },
    drop(id) {
      entries = entries.filter((entry) => entry.id !== id);
      report();
    },
  };
}
