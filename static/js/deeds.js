/* What one does to the text: marks, notes, dismissals and what is attached, each put into the outbox at once and into
   the history, so that it can be undone and done again.

   A state of a mark is {start, end, verdict, reason, rationale, bearing, reported}, of a note {start, end, words}; start
   and end are null for the article as a whole. A dismissal is {start, end, kind}, an attachment {mark, source}. */

import { quoteOf } from "./offsets.js";
import { newUuid } from "./outbox.js";

const FRESH = { verdict: "", reason: "", rationale: "", bearing: "central", reported: false };

/** The deeds. `home` is the address of the workspace, `revision` the number of the text. */
export function createDeeds({ home, revision, text, cards, outbox, history, sender }) {
  /** What a mark or note is to be: what waits to be sent, else what the server last said. Null if it is not there. */
  function wanted(uuid) {
    const waiting = outbox.entries().findLast((entry) => entry.uuid === uuid && (entry.kind === "mark" || entry.kind === "note"));
    if (!waiting || waiting.stuck) return cards.saved(uuid);
    const { start = null, end = null, words, verdict, reason, rationale, bearing, reported } = waiting.fields;
    if (waiting.kind === "note") return { start, end, words };
    return { start, end, verdict, reason, rationale, bearing, reported: reported === "true" };
  }

  function create(state) {
    const uuid = newUuid();
    change(uuid, null, state);
    return uuid;
  }

  function change(uuid, before, after, typing = false) {
    const kind = "words" in (after ?? before) ? "note" : "mark";
    history.push({ kind, uuid, before, after, typing });
    put[kind](uuid, before, after);
  }

  /** Each brings one thing from one state to another; null is where it does not exist. */
  const put = {
    mark: (uuid, before, after, isBack) => putRow(uuid, before, after, isBack, "marks"),
    note: (uuid, before, after, isBack) => putRow(uuid, before, after, isBack, "notes"),
    dismissal(uuid, before, after) {
      const url = after ? `${home}dismissals/` : `${home}dismissals/${uuid}/undo/`;
      const fields = after ? { revision, ...after, quote: quoteOf(text, after.start, after.end) } : {};
      outbox.add({ url, uuid, kind: after ? "dismissal" : "take-up", fields });
    },
    attachment(uuid, before, after) {
      const kind = after ? "attach" : "detach";
      outbox.add({ url: `${home}${kind}/`, uuid: newUuid(), kind, fields: after ?? before });
    },
  };

  function putRow(uuid, before, after, isBack, rows) {
    const base = sender.versionOf(uuid) ?? 0;
    const kind = rows === "notes" ? "note" : "mark";
    if (!after) outbox.add({ url: `${home}${rows}/${uuid}/delete/`, uuid, kind: "delete", base, fields: {} });
    else if (!before && isBack) outbox.add({ url: `${home}${rows}/${uuid}/restore/`, uuid, kind: "restore", base, fields: {} });
    else outbox.add({ url: `${home}${rows}/`, uuid, kind, base, fields: toFields(after) });
  }

  function toFields(state) {
    const fields = { revision, ...state };
    if ("reported" in state) fields.reported = String(state.reported);
    for (const name of ["rationale", "words", "start", "end"]) if (fields[name] === undefined || fields[name] === null) delete fields[name];
    if (state.start !== null) fields.quote = quoteOf(text, state.start, state.end);
    return fields;
  }

  return {
    wanted,
    /** Makes a mark; returns its UUID. */
    mark: ({ start, end }, state) => create({ ...FRESH, ...state, start, end }),
    /** Makes a note to self; returns its UUID. */
    note: ({ start, end }) => create({ start, end, words: "" }),
    /** Changes a mark or note; true if anything is different. `typing` joins the steps of one text into one. */
    edit(uuid, changes, typing = false) {
      const before = wanted(uuid);
      if (!before) return false;
      const after = { ...before, ...changes };
      if (same(before, after)) return false;
      change(uuid, before, after, typing);
      return true;
    },
    remove(uuid) {
      const before = wanted(uuid);
      if (before) change(uuid, before, null);
      return Boolean(before);
    },
    /** Says of a sentence that it holds nothing to check; kind null takes it up again. */
    dismiss({ start, end, dismissed }, kind) {
      const uuid = dismissed?.uuid ?? newUuid();
      const before = dismissed ? { start, end, kind: dismissed.kind } : null;
      const after = kind ? { start, end, kind } : null;
      history.push({ kind: "dismissal", uuid, before, after });
      put.dismissal(uuid, before, after);
    },
    /** Attaches a source of the shelf to a mark, or takes it off. */
    attach(mark, source, isOn = true) {
      const [before, after] = isOn ? [null, { mark, source }] : [{ mark, source }, null];
      history.push({ kind: "attachment", uuid: mark, before, after });
      put.attachment(mark, before, after);
    },
    /** Sends a new source or a search for a mark. */
    add(url, mark, fields) {
      outbox.add({ url, uuid: fields.uuid, kind: "source", fields });
      history.push({ kind: "attachment", uuid: mark, before: null, after: { mark, source: fields.uuid } });
    },
    /** Undoes or does again a step of the history; returns it. */
    step(entry, isBack) {
      const [from, to] = isBack ? [entry.after, entry.before] : [entry.before, entry.after];
      if (from && to) cards.write(entry.uuid, to);
      put[entry.kind ?? "mark"](entry.uuid, from, to, true);
      return { ...entry, to };
    },
  };
}

function same(one, other) {
  return Object.keys({ ...one, ...other }).every((name) => String(one[name] ?? "") === String(other[name] ?? ""));
}
