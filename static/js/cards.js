/* The cards at the side, one per mark or note of mine: which is the current one, what they say, and what is typed into
   them.

   A card is <div class="card" id="mark-UUID" data-mark data-key data-version data-start data-end data-verdict data-reason
   data-bearing data-reported>, for a note with data-kind="note", with a form[data-mark-form] (reason, rationale, …) and
   the forms of its evidence. The inside of a folded card, .card-more[data-more], is fetched when it is opened. */

import { createDrafts } from "./drafts.js";
import { morph } from "./morph.js";
import { askToSignIn } from "./site.js";

const TYPING = 800; // ms after the last letter until a text is saved
const ARRIVAL = 4_000; // ms that a field of a card may be waited for until the card is saved
const TEXTS = new Set(["rationale", "words"]); // of a mark, of a note

/**
 * The cards; `chosen(uuid)` is called when another becomes current, `edited(uuid, names, typing)` when fields of its form
 * changed. `home` is the address of the workspace.
 */
export function createCards(root, text, { key, tab, home, chosen, edited }) {
  const list = document.getElementById("card-list");
  const drafts = createDrafts(`drafts:${key}`, tab);
  const typed = new Set(); // fields whose value the server has not confirmed
  const timers = new Map();
  const opening = new Map(); // cards whose inside is on its way
  const awaited = new Map(); // cards that are not saved yet, and what to call when they are
  let current = null;
  let uncovered = null;

  const all = () => Array.from(list.querySelectorAll(".card[data-mark]"));
  const cardOf = (uuid) => document.getElementById(`mark-${uuid}`);
  const runsOf = (uuid) => {
    const number = cardOf(uuid)?.dataset.key;
    return number ? Array.from(text.querySelectorAll(`mark[data-marks~="${number}"]`)) : [];
  };
  const formOf = (uuid) => cardOf(uuid)?.querySelector("form[data-mark-form]");
  const textOf = (uuid) => formOf(uuid)?.querySelector("textarea");
  const uuidOf = (element) => element.closest(".card[data-mark]")?.dataset.mark;

  function show() {
    for (const card of all()) card.classList.toggle("is-current", card.dataset.mark === current);
    for (const run of text.querySelectorAll("mark.is-current")) run.classList.remove("is-current");
    if (!current) return;
    for (const run of runsOf(current)) run.classList.add("is-current");
    unfold(current);
  }

  /** On narrow screens the current card is a sheet over the text: scrolls its words out from under it, once. */
  function uncover() {
    const card = current === uncovered ? null : cardOf(current);
    if (!card) return;
    uncovered = current;
    if (getComputedStyle(card).position === "fixed") keepInSight(runsOf(current)[0], card.getBoundingClientRect().top - 16);
  }

  /** Fetches the inside of a folded card; resolves when it is there, or cannot be had just now. */
  function unfold(uuid) {
    const more = cardOf(uuid)?.querySelector(".card-more[data-more]");
    if (!more || opening.has(uuid)) return opening.get(uuid) ?? Promise.resolve();
    const inside = fetchInside(`${home}marks/${uuid}/`).then((html) => {
      opening.delete(uuid);
      const place = cardOf(uuid)?.querySelector(".card-more[data-more]");
      if (html === null || !place) return;
      place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      delete place.dataset.more;
      remind(cardOf(uuid));
    });
    opening.set(uuid, inside);
    return inside;
  }

  /** Puts back what had been typed into a card's fields and was not saved. */
  async function remind(card) {
    for (const field of await drafts.restore(card)) {
      typed.add(field);
      for (let box = field.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      if (TEXTS.has(field.name)) saveSoon(card.dataset.mark);
    }
  }

  function choose(uuid, scroll = "both") {
    const isNew = uuid !== current;
    current = uuid;
    show();
    if (uuid && scroll !== "none") {
      cardOf(uuid)?.scrollIntoView({ block: "nearest" });
      if (scroll === "both") keepInSight(runsOf(uuid)[0], innerHeight - 110);
    }
    uncover();
    if (isNew) chosen(uuid);
  }

  function step(direction) {
    const cards = all();
    const at = cards.findIndex((card) => card.dataset.mark === current);
    const next = at < 0 ? (direction > 0 ? cards[0] : cards.at(-1)) : cards[at + direction];
    if (next) choose(next.dataset.mark);
    return Boolean(next);
  }

  // What is typed

  function saveSoon(uuid) {
    clearTimeout(timers.get(uuid));
    timers.set(uuid, setTimeout(saveText, TYPING, uuid));
  }

  function saveText(uuid) {
    clearTimeout(timers.get(uuid));
    const field = textOf(uuid);
    if (timers.delete(uuid) && field) edited(uuid, [field.name], true);
  }

  function saveTyped() {
    for (const uuid of [...timers.keys()]) saveText(uuid);
  }

  root.addEventListener("input", ({ target, isComposing }) => {
    if (target.type === "radio" || target.type === "checkbox" || !uuidOf(target)) return;
    typed.add(target);
    drafts.keep(target);
    if (!TEXTS.has(target.name) || !target.closest("form[data-mark-form]")) return;
    saveSoon(uuidOf(target));
    if (isComposing) clearTimeout(timers.get(uuidOf(target))); // half a character is saved when one leaves, not before
  });
  root.addEventListener("compositionend", ({ target }) => {
    if (TEXTS.has(target.name) && uuidOf(target)) saveSoon(uuidOf(target));
  });
  root.addEventListener("change", ({ target }) => {
    const uuid = target.closest("form[data-mark-form]") && uuidOf(target);
    if (!uuid || !target.isConnected) return;
    if (TEXTS.has(target.name)) saveText(uuid);
    else edited(uuid, [target.name]);
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-mark-form]")) return;
    event.preventDefault(); // the form is for those without JavaScript
    saveTyped();
  });
  root.addEventListener("focusin", ({ target }) => {
    if (uuidOf(target)) choose(uuidOf(target), "none");
  });
  root.addEventListener("click", ({ target }) => {
    const isControl = target.closest("a, button, input, select, textarea, label, summary");
    if (uuidOf(target)) choose(uuidOf(target), isControl ? "none" : "both");
  });
  document.addEventListener("visibilitychange", () => document.hidden && saveTyped());
  addEventListener("pagehide", saveTyped);

  // What comes and goes

  function insert(card) {
    const place = (element) => [Number(element.dataset.start ?? 0), Number(element.dataset.end ?? 0)];
    const [start, end] = place(card);
    const next = all().find((other) => {
      const [from, to] = place(other);
      return other !== card && (from > start || (from === start && to > end));
    });
    list.insertBefore(card, next ?? null);
    document.getElementById("no-cards").hidden = true;
  }

  function place(fresh) {
    const card = document.getElementById(fresh.id);
    if (fresh.dataset.gone !== undefined) {
      for (const field of typed) if (card?.contains(field)) typed.delete(field);
      card?.remove();
      document.getElementById("no-cards").hidden = Boolean(all().length);
      return;
    }
    if (card) {
      const moved = card.dataset.start !== fresh.dataset.start || card.dataset.end !== fresh.dataset.end;
      const kept = [...typed, document.activeElement].filter((element) => element !== document.body && card.contains(element));
      morph(card, fresh, kept);
      if (moved && !kept.length) insert(document.getElementById(fresh.id));
    } else insert(fresh);
    awaited.get(fresh.dataset.mark)?.();
  }

  /** Resolves when a card that was laid out here has come back from the server, or has not within a while. */
  function saved(uuid) {
    if (cardOf(uuid)?.dataset.version !== "0") return Promise.resolve();
    return new Promise((resolve) => {
      awaited.set(uuid, resolve);
      setTimeout(resolve, ARRIVAL);
    }).finally(() => awaited.delete(uuid));
  }

  /** Lays out the card of a mark or note that is on its way to the server. */
  function announce(uuid, { quote, ...fields }) {
    const card = document.getElementById("new-card").content.firstElementChild.cloneNode(true);
    const isNote = fields.words !== undefined || fields.verdict === undefined;
    const [word, name] = isNote ? ["note", "words"] : [fields.verdict || "to check", "rationale"];
    card.id = `mark-${uuid}`;
    Object.assign(card.dataset, { mark: uuid, version: 0, ...(isNote && { kind: "note" }) });
    for (const fact of ["start", "end", "verdict", "reason", "bearing", "reported"]) {
      if (fields[fact] !== undefined) card.dataset[fact] = fields[fact];
    }
    card.setAttribute("aria-label", `${word}, waiting to be saved`);
    card.querySelector(".badge").classList.add(`v-${word === "to check" ? "tocheck" : word}`);
    card.querySelector(".what").textContent = word;
    card.querySelector(".quote").textContent = quote ?? "the article as a whole";
    const area = card.querySelector("textarea");
    Object.assign(area, { name, id: `${name}-${uuid}`, defaultValue: fields[name] ?? "" });
    card.querySelector("label").htmlFor = area.id;
    insert(card);
  }

  for (const card of all()) remind(card);

  return {
    get current() {
      return current && cardOf(current) ? current : null;
    },
    /** The current mark, even if its card has not arrived yet. */
    get wanted() {
      return current;
    },
    cardOf,
    choose,
    step,
    show,
    uncover,
    saveTyped,
    place,
    uuids: () => all().map((card) => card.dataset.mark),
    /** The mark whose runs in the text bear a number. */
    withKey: (number) => list.querySelector(`.card[data-key="${CSS.escape(number)}"]`)?.dataset.mark ?? null,
    withSpan({ start, end }) {
      const found = all().find(({ dataset }) => !dataset.kind && Number(dataset.start) === start && Number(dataset.end) === end);
      return found?.dataset.mark ?? null;
    },
    /** Shows what waits to be sent: cards of what is not there yet (entries of the outbox), none of what is to go. */
    await(entries, leaving) {
      for (const { uuid, kind, fields } of entries) {
        if ((kind === "mark" || kind === "note") && !cardOf(uuid)) announce(uuid, fields);
      }
      const coming = new Set(entries.map((entry) => entry.uuid));
      for (const card of all()) {
        const { mark: uuid, version } = card.dataset;
        if (version === "0" && !coming.has(uuid)) card.remove();
        else if (card.hidden !== leaving.has(uuid)) card.hidden = !card.hidden;
        for (const run of card.hidden ? runsOf(uuid) : []) run.classList.add("is-leaving");
      }
    },

    /** What the server last said of a mark or note; null if there is no card. */
    saved(uuid) {
      const card = cardOf(uuid);
      if (!card) return null;
      const { start, end, kind, verdict = "", reason = "", bearing = "central", reported = "false" } = card.dataset;
      const span = { start: start ? Number(start) : null, end: end ? Number(end) : null };
      const said = textOf(uuid)?.defaultValue; // undefined, that is left as it is, while the form is not there
      if (kind === "note") return { ...span, words: said };
      return { ...span, verdict, reason, rationale: said, bearing, reported: reported === "true" };
    },
    /** What a field of a mark's form holds now. */
    value(uuid, name) {
      const element = formOf(uuid)?.querySelector(`[name="${name}"]:is(select, textarea, [type=checkbox], :checked)`);
      return element?.type === "checkbox" ? element.checked : element?.value;
    },
    /** Writes a text that undo or redo brought back into its field. */
    write(uuid, state) {
      const element = textOf(uuid);
      if (!element || state[element.name] === undefined) return;
      typed.delete(element);
      drafts.forget(element);
      element.value = state[element.name];
    },
    /** Puts the cursor into the current card: into its text, or the first field still empty that `selector` picks. */
    async enter(selector = "") {
      const uuid = current;
      if (!uuid || !cardOf(uuid)) return null;
      if (selector) await saved(uuid);
      await unfold(uuid);
      if (uuid !== current || !cardOf(uuid)) return null;
      const found = selector ? cardOf(uuid).querySelectorAll(selector) : [textOf(uuid)].filter(Boolean);
      const fields = Array.from(found).filter((element) => !element.closest(".js-off"));
      const target = fields.find((element) => !element.value && !element.disabled) ?? fields[0];
      if (!target) return null;
      for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      target.focus();
      return target;
    },
    /** Forgets what was typed as far as the server has just confirmed it. */
    confirm(uuid, fields) {
      for (const element of [...typed]) {
        const isOurs = uuidOf(element) === uuid || element.form?.elements.uuid?.value === uuid;
        if (!element.isConnected || (isOurs && element.value === fields[element.name])) {
          typed.delete(element);
          drafts.forget(element);
        }
      }
    },
    /** Hands over what is typed into a mark's text and lets go of it: another version is about to be shown. */
    release(uuid) {
      const element = textOf(uuid);
      if (!element || !typed.has(element)) return {};
      clearTimeout(timers.get(uuid));
      timers.delete(uuid);
      typed.delete(element);
      drafts.forget(element);
      const { name, value } = element;
      if (document.activeElement === element) element.blur();
      return { [name]: value };
    },
  };
}

async function fetchInside(address) {
  try {
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    if (response.status === 401) askToSignIn();
    return response.ok && !response.redirected ? await response.text() : null;
  } catch {
    return null;
  }
}

function keepInSight(element, foot) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  if (box.top < 120 || box.bottom > foot) scrollBy({ top: box.top - Math.max(120, foot / 3) });
}
