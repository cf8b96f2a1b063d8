/* The workspace: wires the text, the selection, the bar, the keys and the cards to what one does (deeds.js).

   What the server renders is described in templates/reviews/workspace.html and in reviews/templatetags/workspace.py. */

import { createTypeAhead } from "./ahead.js";
import { createAround } from "./around.js";
import { createBar } from "./bar.js";
import { createCards } from "./cards.js";
import { createDeeds } from "./deeds.js";
import { createEdges } from "./edges.js";
import { createFind } from "./find.js";
import { createHistory } from "./history.js";
import { createHelp, inField, listenToKeys, prepareSwitch } from "./keys.js";
import { drawDots, placeDots } from "./margin.js";
import { quoteOf, rangeOf } from "./offsets.js";
import { createOutbox, nameTab } from "./outbox.js";
import { createSelection, draw } from "./selection.js";
import { createSender } from "./sending.js";
import { createSources } from "./sources.js";
import { createStatus } from "./saving.js";

const VERDICTS = { 1: "verified", 2: "disputed", 3: "fabricated", 0: "undetermined", c: "" };
const KINDS = { o: "opinion", f: "forecast", v: "vague", "-": "nothing", Enter: "nothing" };

function start(main) {
  const text = document.getElementById("text");
  const { home, revision, person } = main.dataset;
  const editable = main.dataset.editable === "true";
  const key = `${person}:${home}${revision}`;
  const tab = nameTab();

  const status = createStatus();
  const history = createHistory(`history:${key}`);
  let prefix = ""; // the key that waits for a second one: "r" or "-"
  let resizeTimer = 0;
  let lastMark = null; // what "=" repeats
  let isDragged = false; // whether an edge is being dragged: the bar would be in the way

  const cards = createCards(document.getElementById("cards"), text, { key, tab, home, chosen, edited });
  const bar = editable ? createBar(document.getElementById("bar"), (pressed) => run(pressed)) : { show() {}, hide() {} };
  const selection = createSelection(text, selected);
  const help = createHelp(document.getElementById("keys"));
  const around = createAround(document.getElementById("around"), home, (span) => selection.set(span, "keys"));
  const sender = createSender({ key: `versions:${key}`, person, cards, atRest: selection.atRest, refresh, status });
  const outbox = createOutbox({ key: `outbox:${key}`, tab, send: sender.send, changed: queued });
  const deeds = createDeeds({ home, revision, text, cards, outbox, history, sender });
  const typeInto = createTypeAhead();
  const sources = createSources(main, cards, deeds, status.speak);
  const edges = editable ? createEdges(text, { moved: dragged, dropped: saveSpan }) : null;

  // What the selection and the cards report

  function selected(span, how) {
    prefix = "";
    showBar();
    showEdges();
    if (span && how === "keys") status.speak(quoteOf(text, span.start, span.end));
  }

  function showBar() {
    const { pending } = selection;
    if (!pending || !editable || isDragged) bar.hide();
    else if (prefix !== "-") bar.show(rangeOf(text, pending.start, pending.end), "mark", pending.why ?? checkableAt(pending)?.why);
  }

  function showEdges() {
    const uuid = cards.current;
    const span = selection.pending ?? (uuid && deeds.wanted(uuid));
    const isMine = selection.pending ? selection.pending.editing : uuid && !cards.cardOf(uuid).dataset.kind;
    edges?.show(isMine ? span : null);
  }

  function checkableAt(span) {
    return selection.checkable.find((sentence) => sentence.start <= span.start && span.end <= sentence.end);
  }

  function chosen(uuid) {
    const state = uuid && deeds.wanted(uuid);
    if (state?.start != null) selection.goTo(state.start);
    main.dataset.open = uuid ?? "";
    showEdges();
    around.offer(state);
  }

  function edited(uuid, names, typing = false) {
    deeds.edit(uuid, Object.fromEntries(names.map((name) => [name, cards.value(uuid, name)])), typing);
  }

  // Marking

  function made(uuid, words) {
    const state = deeds.wanted(uuid);
    if (state?.start != null) selection.goTo(state.start);
    selection.clear();
    cards.choose(uuid, "none");
    status.speak(words);
    return uuid;
  }

  function verdict(value) {
    const span = selection.pending;
    const uuid = span ? (span.editing ?? cards.withSpan(span)) : cards.wanted;
    if (!span && (!uuid || !deeds.wanted(uuid) || cards.cardOf(uuid)?.dataset.kind)) {
      status.speak("Nothing is selected. Press j for the next sentence.");
      return;
    }
    if (value && isDismissed(span ?? deeds.wanted(uuid))) return;
    if (!uuid) {
      lastMark = made(deeds.mark(span, { verdict: value }), `Marked ${value || "to check"}`);
      return;
    }
    const changes = { verdict: value };
    if (deeds.wanted(uuid).verdict !== value) changes.reason = "";
    if (span?.editing) Object.assign(changes, { start: span.start, end: span.end });
    deeds.edit(uuid, changes);
    lastMark = made(uuid, `Now ${value || "to check"}`);
  }

  /** A verdict contradicts what one has said of a sentence by dismissing it: that has to be taken back first. */
  function isDismissed({ start: from, end: to }) {
    const over = selection.checkable.find(({ start, end, dismissed }) => dismissed && from !== null && start < to && from < end);
    if (over) status.tell(`You dismissed this sentence as ${over.dismissed.kind}. Press - twice to take it up again, then give a verdict.`);
    return Boolean(over);
  }

  function moveEdge(edge, step) {
    const uuid = cards.current;
    const state = !selection.pending && editable && uuid ? deeds.wanted(uuid) : null;
    selection.moveEdge(edge, step, state && state.start !== null && { start: state.start, end: state.end, editing: uuid });
  }

  function dragged(edge, point) {
    const editing = selection.pending?.editing ?? cards.current;
    const { start: from, end: to } = selection.pending ?? deeds.wanted(editing);
    const span = edge === "start" ? { start: point, end: to } : { start: from, end: point };
    isDragged = true;
    if (span.start < span.end) selection.set(span, "drag", { editing });
  }

  function saveSpan() {
    isDragged = false;
    const { pending } = selection;
    if (!pending?.editing) return;
    selection.clear();
    deeds.edit(pending.editing, { start: pending.start, end: pending.end });
    status.speak(`Moved: ${quoteOf(text, pending.start, pending.end)}`);
  }

  function again() {
    const span = selection.pending;
    const before = lastMark && deeds.wanted(lastMark);
    if (!span || span.editing || !before) {
      status.speak(span ? "There is no mark before this one." : "Select the other occurrence first.");
      return;
    }
    if (before.verdict && isDismissed(span)) return;
    const { verdict: value, reason, rationale, bearing, reported } = before;
    made(deeds.mark(span, { verdict: value, reason, rationale, bearing, reported, same_as: lastMark }), "Another occurrence");
  }

  function remove(uuid) {
    cards.saveTyped();
    if (!deeds.remove(uuid)) return;
    cards.choose(null);
    status.speak("Deleted. Press z to bring it back.");
  }

  function toggle(name) {
    const uuid = cards.current;
    const before = uuid && deeds.wanted(uuid);
    if (!before || "words" in before) return;
    const flipped = name === "reported" ? !before.reported : before.bearing === "central" ? "incidental" : "central";
    deeds.edit(uuid, { [name]: flipped });
    status.speak(name === "reported" ? (flipped ? "reported" : "own words") : flipped);
  }

  /** Chooses the n-th reason of the current mark's verdict, counted from 1. */
  function pickReason(number) {
    const uuid = cards.current;
    const reason = main.dataset[deeds.wanted(uuid)?.verdict]?.split(" ")[number - 1];
    if (reason) deeds.edit(uuid, { reason });
    status.speak(reason?.replaceAll("_", " ") ?? "There is no such reason for this verdict.");
  }

  function step(entry, isBack) {
    if (!entry) {
      status.speak("Nothing more to undo or redo.");
      return;
    }
    const { uuid, kind, to } = deeds.step(entry, isBack);
    if (to && kind !== "dismissal") cards.choose(uuid, "none");
    status.speak(isBack ? "Undone" : "Done again");
  }

  function writeNote() {
    const span = selection.pending ?? selection.sentence;
    if (!span) {
      status.speak("Select the words that the note is about.");
      return;
    }
    made(deeds.note(span), "Note to self");
    cards.enter();
  }

  function lookAround() {
    const span = selection.pending ?? (cards.current && deeds.wanted(cards.current)) ?? selection.sentence;
    if (span && span.start !== null) around.ask(span);
    else status.speak("Select the words to look up first.");
  }

  // Sentences that hold nothing to check

  function beginDismissal() {
    const span = selection.sentence;
    if (!span?.state) {
      status.speak("This sentence is not asked about: there is nothing to dismiss.");
      return;
    }
    selection.set(span, "keys");
    bar.show(rangeOf(text, span.start, span.end), span.dismissed ? "dismissed" : "dismiss");
    prefix = "-";
    const again = span.dismissed ? `Dismissed as ${span.dismissed.kind}: minus takes it up again.` : "Nothing to check here:";
    status.speak(`${again} o opinion, f forecast, v vague, Enter nothing there.`);
  }

  function dismissAs(pressed) {
    const span = selection.sentence;
    const kind = span?.dismissed && pressed === "-" ? null : KINDS[pressed];
    if (!span?.state) return;
    deeds.dismiss(span, kind);
    selection.goTo(span.start);
    selection.clear();
    status.speak(kind ? `Nothing to check: ${kind}` : "Taken up again");
  }

  // Keys

  /** Opens the field for a new source; a digit typed at once attaches that one of the shelf instead. */
  async function newSource() {
    if (!cards.current) {
      status.speak("Choose a mark first: n and p go through them.");
      return;
    }
    await typeInto(cards.enter("[data-add-source]"), (number) => {
      leaveField();
      return sources.attach(number);
    });
  }

  /** The key after "r" or "-"; true if it belongs to that key and is used up. */
  function second(pressed) {
    const first = prefix;
    prefix = "";
    if (first === "-") {
      bar.hide();
      if (pressed === "Escape") selection.clear();
      else if (pressed in KINDS) dismissAs(pressed);
      else showBar();
      return pressed in KINDS || pressed === "Escape";
    }
    if (first === "r" && /^[1-9]$/.test(pressed)) {
      pickReason(Number(pressed));
      return true;
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
    l: lookAround,
    s: () => sources.search(selection.pending ?? (cards.current && deeds.wanted(cards.current))),
    "?": help,
    "/": () => document.getElementById("find")?.focus(),
    Enter: () => (selection.pending?.editing ? saveSpan() : typeInto(cards.enter())),
    Escape: () => (selection.pending ? selection.clear() : cards.choose(null)),
    leave: leaveField,
  };
  const writing = {
    z: () => step(history.back(), true),
    u: () => step(history.forth(), false),
    "=": again,
    i: () => toggle("bearing"),
    q: () => toggle("reported"),
    r: () => {
      if (cards.current) prefix = "r";
    },
    e: newSource,
    m: writeNote,
    whole: () => {
      lastMark = made(deeds.mark({ start: null, end: null }, {}), "Marked the article as a whole, to check");
    },
    "-": beginDismissal,
  };
  for (const [pressed, value] of Object.entries(VERDICTS)) writing[pressed] = () => verdict(value);

  function run(command) {
    selection.sync();
    if (prefix && second(command)) return true;
    const act = reading[command] ?? (editable ? writing[command] : null);
    if (!act) return false;
    if (command === "z" || command === "u") cards.saveTyped();
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
    const numbers = event.target.closest("mark[data-marks]")?.dataset.marks.split(" ") ?? [];
    const marks = numbers.map(cards.withKey).filter(Boolean);
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
    const ranges = { verified: [], disputed: [], fabricated: [], undetermined: [], tocheck: [], note: [] };
    for (const { kind, fields } of state.waiting) {
      const isDrawn = (kind === "mark" || kind === "note") && fields.start != null;
      const range = isDrawn && rangeOf(text, Number(fields.start), Number(fields.end));
      if (range) ranges[kind === "note" ? kind : fields.verdict || "tocheck"].push(range);
    }
    for (const [name, list] of Object.entries(ranges)) draw(`sent-${name}`, list);
    const last = new Map(state.waiting.map((entry) => [entry.uuid, entry.kind]));
    const leaving = [...last].filter(([, kind]) => kind === "delete").map(([uuid]) => uuid);
    cards.await([...state.waiting, ...state.stuck], new Set(leaving));
  }

  function refresh() {
    selection.refresh();
    drawDots(text, selection.checkable);
    cards.show();
    cards.uncover();
    showBar();
    showEdges();
  }

  listenToKeys(run);
  prepareSwitch(document.querySelector("[data-dots]"), "dots", (isOn) => main.classList.toggle("no-dots", !isOn));
  const findField = document.getElementById("find");
  if (findField) {
    createFind(findField, text, (span, number, count) => {
      selection.set(span, "keys");
      findField.focus();
      status.speak(`${number} of ${count}`);
    });
  }
  // Submitting waits until all that was marked and typed has arrived.
  document.addEventListener("htmx:confirm", async (event) => {
    if (!event.target.matches("[data-submit]")) return;
    event.preventDefault();
    cards.saveTyped();
    if (await outbox.isEmpty()) event.detail.issueRequest(true);
    else status.tell("Not submitted: some of your changes have not reached the server yet. They are kept; try again soon.");
  });
  document.addEventListener("paste", (event) => {
    if (editable && !inField(event.target)) sources.paste(event.clipboardData.getData("text"));
  });
  new ResizeObserver(() => {
    clearTimeout(resizeTimer);
    resizeTimer = setTimeout(() => {
      placeDots(text, selection.checkable);
      showBar();
      showEdges();
    }, 150);
  }).observe(text);
  refresh();
  const [, named] = location.hash.split("#mark-");
  if (named && cards.cardOf(named)) cards.choose(named);
  outbox.adopt();
}

const workspace = document.getElementById("workspace");
if (workspace) start(workspace);
