/* The cards at the side, one per mark of mine: which is the current one, what they say, and what is typed into them.

   A card is <div class="card" id="mark-UUID" data-mark data-version data-start data-end data-verdict data-reason
   data-bearing data-reported> with a form[data-mark-form] (reason, rationale, …) and the forms of its evidence. */

const TYPING = 800; // ms after the last letter until a text is saved

/** The cards; `chosen(uuid)` is called when another becomes current, `edited(uuid, names)` when fields of its form changed. */
export function createCards(root, text, { chosen, edited }) {
  let current = null;
  const typed = new Set(); // fields whose value the server has not confirmed
  const timers = new Map();
  let uncovered = null;

  const all = () => Array.from(root.querySelectorAll(".card[data-mark]"));
  const marked = (uuid) => text.querySelector(`mark[data-marks~="${uuid}"]`);
  const cardOf = (uuid) => document.getElementById(`mark-${uuid}`);
  const field = (uuid, name) => cardOf(uuid)?.querySelector("form[data-mark-form]")?.elements.namedItem(name);

  function show() {
    for (const card of all()) card.classList.toggle("is-current", card.dataset.mark === current);
    for (const run of text.querySelectorAll("mark.is-current")) run.classList.remove("is-current");
    if (!current) return;
    for (const run of text.querySelectorAll(`mark[data-marks~="${current}"]`)) run.classList.add("is-current");
  }

  /** On narrow screens the current card is a sheet over the text: scrolls its words out from under it, once. */
  function uncover() {
    const card = current === uncovered ? null : cardOf(current);
    if (!card) return;
    uncovered = current;
    if (getComputedStyle(card).position === "fixed") keepInSight(marked(current), card.getBoundingClientRect().top - 16);
  }

  /** Fetches the inside of a folded card (.card-more[data-more]) when it becomes the current one. */
  function unfold(uuid) {
    const more = cardOf(uuid)?.querySelector(".card-more[data-more]");
    if (!more) return Promise.resolve();
    const address = more.dataset.more;
    delete more.dataset.more;
    return htmx.ajax("GET", address, { target: more, swap: "innerHTML" });
  }

  function choose(uuid, scroll = "both") {
    const isNew = uuid !== current;
    current = uuid;
    show();
    if (uuid && scroll !== "none") {
      cardOf(uuid)?.scrollIntoView({ block: "nearest" });
      if (scroll === "both") keepInSight(marked(uuid), innerHeight - 110);
    }
    uncover();
    if (uuid) unfold(uuid);
    if (isNew) chosen(uuid);
  }

  function step(direction) {
    const list = all();
    const at = list.findIndex((card) => card.dataset.mark === current);
    const next = at < 0 ? (direction > 0 ? list[0] : list.at(-1)) : list[at + direction];
    if (next) choose(next.dataset.mark);
    return Boolean(next);
  }

  function saveSoon(uuid) {
    clearTimeout(timers.get(uuid));
    timers.set(uuid, setTimeout(saveText, TYPING, uuid));
  }

  function saveText(uuid) {
    clearTimeout(timers.get(uuid));
    if (timers.delete(uuid)) edited(uuid, ["rationale"], true);
  }

  function saveTyped() {
    for (const uuid of [...timers.keys()]) saveText(uuid);
  }

  root.addEventListener("input", ({ target }) => {
    if (target.type !== "radio" && target.type !== "checkbox") typed.add(target);
    if (!target.closest("form[data-mark-form]") || target.name !== "rationale") return;
    saveSoon(target.closest(".card").dataset.mark);
  });
  root.addEventListener("change", ({ target }) => {
    const uuid = target.closest("form[data-mark-form]") && target.closest(".card").dataset.mark;
    if (!uuid) return;
    if (target.name === "rationale") saveText(uuid);
    else edited(uuid, [target.name]);
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-mark-form]")) return;
    event.preventDefault(); // the form is for those without JavaScript
    saveTyped();
  });
  root.addEventListener("focusin", ({ target }) => {
    const uuid = target.closest(".card[data-mark]")?.dataset.mark;
    if (uuid) choose(uuid, "none");
  });
  root.addEventListener("click", ({ target }) => {
    const uuid = target.closest(".card[data-mark]")?.dataset.mark;
    if (uuid) choose(uuid, target.closest("a, button, input, select, textarea, label, summary") ? "none" : "both");
  });
  document.addEventListener("visibilitychange", () => document.hidden && saveTyped());
  addEventListener("pagehide", saveTyped);

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
    /** What the server last said of a mark; null if there is no card. */
    saved(uuid) {
      const card = cardOf(uuid);
      if (!card) return null;
      const { start, end, verdict = "", reason = "", bearing = "central", reported = "false" } = card.dataset;
      return {
        start: start ? Number(start) : null,
        end: end ? Number(end) : null,
        verdict,
        reason,
        rationale: field(uuid, "rationale")?.defaultValue, // undefined, that is left as it is, while the form is not there
        bearing,
        reported: reported === "true",
      };
    },
    /** What a field of a mark's form holds now. */
    value(uuid, name) {
      const element = field(uuid, name);
      return element?.type === "checkbox" ? element.checked : element?.value;
    },
    /** Writes a rationale that undo or redo brought back into its field. */
    write(uuid, { rationale }) {
      const element = field(uuid, "rationale");
      if (!element) return;
      typed.delete(element);
      element.value = rationale;
    },
    withSpan({ start, end }) {
      const found = all().find(({ dataset }) => Number(dataset.start) === start && Number(dataset.end) === end);
      return found?.dataset.mark ?? null;
    },
    /** Puts the cursor into the current card; name picks a field, otherwise the first one still empty. */
    enter(selector = "") {
      const card = current && cardOf(current);
      if (!card) return false;
      const fields = Array.from(card.querySelectorAll(selector || "form[data-mark-form] :is(select, textarea)"));
      const target = fields.find((element) => !element.value && !element.disabled) ?? fields[0];
      if (!target) return false;
      for (let box = target.closest("details"); box; box = box.parentElement.closest("details")) box.open = true;
      target.focus();
      return true;
    },
    /** Chooses the n-th reason, counted from 1. */
    pickReason(number) {
      const select = current && field(current, "reason");
      const options = Array.from(select?.options ?? []).filter((option) => option.value);
      if (!options[number - 1]) return null;
      select.value = options[number - 1].value;
      edited(current, ["reason"]);
      return options[number - 1].text;
    },
    /** Forgets what was typed as far as the server has just confirmed it. */
    confirm(uuid, fields) {
      for (const element of typed) {
        const inMark = element.isConnected && element.closest("form[data-mark-form]");
        if (inMark && element.closest(".card")?.dataset.mark === uuid && element.value === fields[element.name]) {
          typed.delete(element);
        }
      }
    },
    /** Forgets what was typed into a form that has been sent. */
    forget(form) {
      for (const element of form.elements) typed.delete(element);
    },
    /** Remembers typed text, focus and what is unfolded; the returned function puts it back after a swap. */
    keep() {
      const kept = Array.from(typed, remember).filter(Boolean);
      const active = root.contains(document.activeElement) ? remember(document.activeElement) : null;
      const open = Array.from(root.querySelectorAll(".card details[open]"), (box) => [box.closest(".card").id, box.className]);
      typed.clear();
      return () => {
        show(); // a card that is not the current one is folded, and nothing in it can have the focus
        for (const [id, name] of open) {
          const box = document.getElementById(id)?.querySelector(`details[class="${CSS.escape(name)}"]`);
          if (box) box.open = true;
        }
        for (const memory of kept) {
          const element = find(memory);
          if (!element) continue;
          typed.add(element);
          if (element.value !== memory.value) element.value = memory.value;
          // A browser that takes a changed field off the page says "change" before its words are back in the new one.
          if (element.name === "rationale" && element.closest("form[data-mark-form]")) saveSoon(memory.card.slice(5));
        }
        const element = active && find(active);
        if (!element || element === document.activeElement) return;
        element.focus({ preventScroll: true });
        if (active.from !== null) element.setSelectionRange(active.from, active.to);
      };
    },
  };
}

function remember(element) {
  const card = element.isConnected && element.closest(".card");
  if (!card?.id || !element.name || element.type === "radio" || element.type === "checkbox") return null;
  return {
    card: card.id,
    action: element.form?.getAttribute("action") ?? "",
    name: element.name,
    value: element.value,
    from: element.selectionStart ?? null,
    to: element.selectionEnd ?? null,
  };
}

function find({ card, action, name }) {
  const fields = document.getElementById(card)?.querySelectorAll(`[name="${CSS.escape(name)}"]`) ?? [];
  return Array.from(fields).find((element) => (element.form?.getAttribute("action") ?? "") === action) ?? null;
}

function keepInSight(element, foot) {
  if (!element) return;
  const box = element.getBoundingClientRect();
  if (box.top < 120 || box.bottom > foot) scrollBy({ top: box.top - Math.max(120, foot / 3) });
}
