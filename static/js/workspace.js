/* The workspace: wires the text, the selection, the bar, the keys and the cards, and saves every mark.

   What the server renders is described in the components (templates/components: work_bar, mark_card, mark_bar, shelf, keys). */

import { createBar } from "./bar.js";
import { createCards } from "./cards.js";
import { createFind } from "./find.js";
import { createHistory } from "./history.js";
import { createHelp, inField, listenToKeys } from "./keys.js";
import { drawDots, spread } from "./margin.js";
import { quoteOf, rangeOf } from "./offsets.js";
import { createOutbox, newUuid } from "./outbox.js";
import { createSelection, draw } from "./selection.js";
import { toast } from "./site.js";
import { createStatus } from "./saving.js";
import { createSender } from "./sending.js";
import { createSources } from "./sources.js";

const VERDICTS = { 1: "verified", 2: "disputed", 3: "fabricated", 0: "undetermined", c: "" };
const KINDS = { o: "opinion", f: "forecast", v: "vague", "-": "nothing", Enter: "nothing" };
const FRESH = { verdict: "", reason: "", rationale: "", bearing: "central", reported: false };

function start(main) {
  const text = document.getElementById("text");
  const { annotate, revision, person = "" } = main.dataset;
  const dismiss = main.dataset.dismiss ?? new URL("../dismissals/", new URL(annotate, location)).pathname;
  const editable = main.dataset.editable === "true";
  const key = `${person}:${annotate}`;

  const status = createStatus();
  const history = createHistory(`history:${key}:${revision}`);
  let prefix = ""; // the key that waits for a second one: "r", "e" or "-"
  let prefixTimer = 0;
  let resizeTimer = 0;
  let lastMark = null; // what "=" repeats

  const cards = createCards(document.getElementById("cards"), text, { chosen, edited });
  const bar = createBar(document.getElementById("bar"), (pressed) => run(pressed));
  const selection = createSelection(text, selected);
  const help = createHelp(document.getElementById("keys"));
  const sources = createSources(main, cards, status.speak);
  const sender = createSender({ key: `versions:${key}`, cards, atRest: selection.atRest, refresh, status });
  const outbox = createOutbox({ key: `outbox:${key}`, send: sender.send, changed: queued });

  // What the selection and the cards report

  function selected(span, how) {
    setPrefix("");
    if (!span) {
      bar.hide();
      return;
    }
    if (editable) bar.show(rangeOf(text, span.start, span.end), "mark", span.why ?? checkableAt(span)?.why ?? "");
    if (how === "keys") status.speak(quoteOf(text, span.start, span.end));
  }

  function checkableAt(span) {
    return selection.checkable.find((sentence) => sentence.start <= span.start && span.end <= sentence.end);
  }

  function chosen(uuid) {
    const state = uuid && cards.saved(uuid);
    if (state?.start != null) selection.goTo(state.start);
    main.dataset.open = uuid ?? "";
  }

  function edited(uuid, names, typing = false) {
    const before = wanted(uuid);
    if (!before) return;
    const after = { ...before };
    for (const name of names) after[name] = cards.value(uuid, name) ?? after[name];
    if (!same(before, after)) change(uuid, before, after, typing);
  }

  // Marking

  /** What a mark is to be: what waits to be sent, else what the server last said. */
  function wanted(uuid) {
    const waiting = outbox.entries().findLast((entry) => entry.uuid === uuid && entry.kind === "mark");
    return waiting ? fromFields(waiting.fields) : cards.saved(uuid);
  }

  function create(span, state) {
    const uuid = newUuid();
    change(uuid, null, { ...FRESH, ...state, start: span.start, end: span.end });
    lastMark = uuid;
    if (span.start !== null) selection.goTo(span.start);
    selection.clear();
    cards.choose(uuid, "none");
    status.speak(`Marked ${state.verdict || "to check"}`);
    return uuid;
  }

  function change(uuid, before, after, typing = false) {
    history.push({ uuid, before, after, typing });
    put(uuid, before, after);
  }

  /** Sends a mark from one state to another; null is a mark that does not exist (any more). */
  function put(uuid, before, after, isBack = false) {
    const add = (kind, url, fields) => outbox.add({ url, uuid, kind, base: sender.versionOf(uuid), fields });
    if (!after) {
      add("delete", `${annotate}${uuid}/delete/`, {});
    } else if (!before && isBack) {
      add("restore", `${annotate}${uuid}/restore/`, {});
    } else {
      add("mark", annotate, toFields(after));
    }
  }

  function toFields(state) {
    const fields = { revision, ...state, reported: String(state.reported) };
    if (state.rationale === undefined) delete fields.rationale;
    if (state.start === null) {
      delete fields.start;
      delete fields.end;
    } else fields.quote = quoteOf(text, state.start, state.end);
    return fields;
  }

  function fromFields({ start = null, end = null, verdict, reason, rationale, bearing, reported }) {
    return { start, end, verdict, reason, rationale, bearing, reported: reported === "true" };
  }

  function verdict(value) {
    const span = selection.pending;
    const uuid = span ? (span.editing ?? cards.withSpan(span)) : cards.wanted;
    if (span && !uuid) {
      create(span, { verdict: value });
      return;
    }
    const before = uuid && wanted(uuid);
    if (!before) {
      status.speak("Nothing is selected. Press j for the next sentence.");
      return;
    }
    const after = { ...before, verdict: value };
    if (before.verdict !== value) after.reason = "";
    if (span?.editing) Object.assign(after, { start: span.start, end: span.end });
    if (!same(before, after)) change(uuid, before, after);
    lastMark = uuid;
    selection.clear();
    cards.choose(uuid, "none");
    status.speak(`Now ${value || "to check"}`);
  }

  function moveEdge(edge, step) {
    const uuid = cards.current;
    const state = !selection.pending && editable && uuid ? wanted(uuid) : null;
    selection.moveEdge(edge, step, state && { start: state.start, end: state.end, editing: uuid });
  }

  function saveSpan() {
    const { editing, start, end } = selection.pending;
    const before = wanted(editing);
    selection.clear();
    if (before) change(editing, before, { ...before, start, end });
  }

  function again() {
    const span = selection.pending;
    const before = lastMark && wanted(lastMark);
    if (!span || !before) {
      status.speak(span ? "There is no mark before this one." : "Select the other occurrence first.");
      return;
    }
    const { verdict: value, reason, rationale, bearing, reported } = before;
    create(span, { verdict: value, reason, rationale, bearing, reported, same_as: lastMark });
  }

  function remove(uuid) {
    const before = wanted(uuid);
    if (!before) return;
    cards.choose(null);
    change(uuid, before, null);
    status.speak("Mark deleted. Press z to bring it back.");
  }

  function toggle(name) {
    const uuid = cards.current;
    const before = uuid && wanted(uuid);
    if (!before) return;
    const flipped = name === "reported" ? !before.reported : before.bearing === "central" ? "incidental" : "central";
    change(uuid, before, { ...before, [name]: flipped });
    status.speak(name === "reported" ? (flipped ? "reported" : "own words") : flipped);
  }

  function step(entry, from, to) {
    if (!entry) {
      status.speak("Nothing more to undo or redo.");
      return;
    }
    if (entry[to] && entry[from]) cards.write(entry.uuid, entry[to]);
    put(entry.uuid, entry[from], entry[to], true);
    if (entry[to]) cards.choose(entry.uuid, "none");
  }

  function dismissAs(kind) {
    const span = selection.sentence;
    if (!span) return;
    const fields = { revision, start: span.start, end: span.end, quote: quoteOf(text, span.start, span.end), kind };
    outbox.add({ url: dismiss, uuid: newUuid(), kind: "dismissal", base: 0, fields });
    selection.goTo(span.start);
    selection.clear();
    status.speak(`Nothing to check: ${kind}`);
  }

  // Keys

  function setPrefix(value, wait = 0) {
    prefix = value;
    clearTimeout(prefixTimer);
    if (wait) prefixTimer = setTimeout(() => second(""), wait);
  }

  /** The key after "r", "e" or "-"; true if it belongs to that key and is used up. */
  function second(pressed) {
    const first = prefix;
    setPrefix("");
    if (first === "-") {
      bar.hide();
      if (pressed === "Escape") selection.clear();
      else dismissAs(KINDS[pressed] ?? "nothing");
      return pressed in KINDS || pressed === "Escape";
    }
    if (first === "r" && /^[1-9]$/.test(pressed)) {
      const reason = cards.pickReason(Number(pressed));
      if (reason) status.speak(reason);
      return true;
    }
    if (first === "e") {
      if (/^[1-9]$/.test(pressed)) sources.attach(Number(pressed));
      else cards.enter("[data-add-source]");
      return /^[1-9]?$/.test(pressed);
    }
    return false;
  }

  const reading = {
    j: () => selection.moveSentence(1, false),
    k: () => selection.moveSentence(-1, false),
    J: () => selection.moveSentence(1, true),
    K: () => selection.moveSentence(-1, true),
    ".": () => selection.moveCheckable(1) || status.speak("Every checkable sentence is dealt with."),
    ",": () => selection.moveCheckable(-1) || status.speak("Every checkable sentence is dealt with."),
    w: () => moveEdge("end", 1),
    b: () => moveEdge("end", -1),
    W: () => moveEdge("start", 1),
    B: () => moveEdge("start", -1),
    n: () => cards.step(1) || status.speak("No mark after this one."),
    p: () => cards.step(-1) || status.speak("No mark before this one."),
    s: () => sources.search(selection.pending ?? cards.saved(cards.current)),
    "?": help,
    "/": () => document.getElementById("find")?.focus(),
    Enter: () => (selection.pending?.editing ? saveSpan() : cards.enter()),
    Escape: () => (selection.pending ? selection.clear() : cards.choose(null)),
    leave: leaveField,
  };
  const writing = {
    z: () => step(history.back(), "after", "before"),
    u: () => step(history.forth(), "before", "after"),
    "=": again,
    i: () => toggle("bearing"),
    q: () => toggle("reported"),
    r: () => cards.current && setPrefix("r"),
    e: () => cards.current && setPrefix("e", 500),
    whole: () => create({ start: null, end: null }, {}),
    "-": () => {
      const span = selection.sentence;
      if (!span) return;
      selection.set(span, "pointer");
      bar.show(rangeOf(text, span.start, span.end), "dismiss");
      setPrefix("-");
      status.speak("Nothing to check here: o opinion, f forecast, v vague, Enter nothing there.");
    },
  };
  for (const [pressed, value] of Object.entries(VERDICTS)) writing[pressed] = () => verdict(value);

  function run(command) {
    selection.sync();
    if (prefix && second(command)) return true;
    const act = reading[command] ?? (editable ? writing[command] : null);
    if (!act) return false;
    act();
    return true;
  }

  function leaveField() {
    const element = document.activeElement;
    if (!element || !main.contains(element)) return false;
    cards.saveTyped();
    element.blur();
    return true;
  }

  // Clicks: on a mark the mark, under several one after the other; elsewhere nothing is selected any more

  text.addEventListener("click", (event) => {
    if (event.detail > 1 || !getSelection().isCollapsed) return;
    const dot = event.target.closest(".dot");
    if (dot) {
      const [from, to] = dot.dataset.span.split("-").map(Number);
      selection.set({ start: from, end: to }, "keys");
      return;
    }
    if (selection.pending) selection.clear();
    const marks = event.target.closest("mark[data-marks]")?.dataset.marks.split(" ") ?? [];
    cards.choose(marks.length ? marks[(marks.indexOf(cards.wanted) + 1) % marks.length] : null);
  });

  main.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#mark-"]');
    if (link) {
      event.preventDefault();
      cards.choose(link.hash.slice("#mark-".length));
      cards.enter();
      return;
    }
    const button = event.target.closest("[data-act]");
    if (!button) return;
    const uuid = button.closest(".card")?.dataset.mark ?? cards.current;
    if (button.dataset.act === "delete" && uuid) {
      event.preventDefault();
      remove(uuid);
    } else if (button.dataset.act === "close") cards.choose(null);
    else run(button.dataset.act);
  });

  // Drawing what waits

  function queued(state) {
    status.show(state, { retry: outbox.retry, drop: outbox.drop });
    const ranges = { verified: [], disputed: [], fabricated: [], undetermined: [], tocheck: [] };
    for (const { kind, fields } of state.waiting) {
      const range = kind === "mark" && fields.start != null ? rangeOf(text, Number(fields.start), Number(fields.end)) : null;
      if (range) ranges[fields.verdict || "tocheck"].push(range);
    }
    for (const [name, list] of Object.entries(ranges)) draw(`sent-${name}`, list);
  }

  function refresh() {
    selection.refresh();
    drawDots(text, selection.checkable);
    cards.show();
    cards.uncover();
    const { pending } = selection;
    if (pending && editable && prefix !== "-") bar.show(rangeOf(text, pending.start, pending.end), "mark", pending.why);
  }

  listenToKeys(run);
  const findField = document.getElementById("find");
  if (findField) {
    createFind(findField, text, (span, number, count) => {
      selection.set(span, "keys");
      findField.focus();
      status.speak(`${number} of ${count}`);
    });
  }
  // The evidence's forms are plain htmx: what is typed elsewhere in the cards stays over their swaps, too.
  let putBack = null;
  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const form = detail.requestConfig?.elt;
    if (detail.xhr.status < 300 && form?.matches("form")) cards.forget(form);
    putBack = cards.keep();
  });
  document.addEventListener("htmx:afterRequest", () => {
    putBack?.();
    putBack = null;
    refresh();
  });
  // Submitting waits until all that was marked and typed has arrived.
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.target.matches("[data-submit]")) return;
    event.preventDefault();
    cards.saveTyped();
    if (await outbox.isEmpty()) event.detail.issueRequest(true);
    else toast("Not submitted: some of your changes have not reached the server yet. They are kept; try again soon.");
  });
  document.addEventListener("paste", (event) => {
    if (editable && !inField(event.target)) sources.paste(event.clipboardData.getData("text"));
  });
  addEventListener("resize", () => {
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(spread, 150, text);
  });
  refresh();
  outbox.adopt();
}

function same(one, other) {
  if (!one || !other) return one === other;
  return Object.keys({ ...one, ...other }).every((name) => String(one[name] ?? "") === String(other[name] ?? ""));
}

const workspace = document.getElementById("workspace");
if (workspace) start(workspace);
