/* What the header says about saving, what a refused change offers, and what is spoken. */

import { toast } from "./site.js";

const SHORT = 150; // ms that a save may take before "saving…" is shown
const FRESH = 5_000; // ms until "saved" says how long ago

/** The status line (#saved), the notices (#notice) and the voice (#spoken) of the workspace. */
export function createStatus() {
  const saved = document.getElementById("saved");
  const notice = document.getElementById("notice");
  const spoken = document.getElementById("spoken");
  let timer = 0;
  let last = 0; // when the last save came through

  function say(state, words) {
    if (!saved || saved.dataset.words === words) return;
    saved.dataset.state = state;
    saved.textContent = saved.dataset.words = words;
  }

  // How long ago is shown, but not spoken anew each time.
  setInterval(() => {
    const age = Date.now() - last;
    if (!last || saved?.dataset.state !== "saved" || age < FRESH) return;
    const ago = document.createElement("span");
    ago.setAttribute("aria-hidden", "true");
    ago.textContent = age < 60_000 ? ` ${Math.round(age / 1000)} s ago` : ` ${Math.round(age / 60_000)} min ago`;
    saved.replaceChildren("saved", ago);
  }, FRESH);

  const speak = (words) => {
    if (spoken) spoken.textContent = words;
  };

  return {
    /** Speaks to a screen reader, without showing. */
    speak,
    /** Says what was not done and why, to be seen and heard. */
    tell(words) {
      toast(words);
    },
    /** Notes that a save came through. */
    wasSaved() {
      last = Date.now();
      if (saved) delete saved.dataset.words;
    },
    /** Says that another tab has changed the review that is shown here. */
    elsewhere() {
      say("saved", "changed in another tab");
    },
    /** Shows how the outbox stands; what was refused can be sent again or dropped. */
    show({ waiting, stuck, busy, cause, kept }, deeds) {
      clearTimeout(timer);
      const things = (list) => `${list.length} ${list.length === 1 ? "change" : "changes"}`;
      if (cause && waiting.length) {
        say("waiting", `${cause}: ${things(waiting)} kept ${kept ? "on this device" : "in this tab only"}`);
      } else if (busy || waiting.length) timer = setTimeout(say, SHORT, "saving", "saving…");
      else if (stuck.length) say("failed", `not saved: ${things(stuck)} kept`);
      else if (last) say("saved", "saved");
      listRefused(notice, stuck, deeds);
    },
  };
}

function listRefused(notice, stuck, { retry, drop }) {
  const shown = notice.querySelector(".refused");
  const names = stuck.map((entry) => entry.id).join(" ");
  if ((shown?.dataset.names ?? "") === names) return;
  shown?.remove();
  if (!stuck.length) return;
  const list = document.createElement("div");
  list.className = "refused";
  list.dataset.names = names;
  for (const entry of stuck) {
    const row = document.createElement("div");
    row.className = "notice error row";
    row.append(whatOf(entry), ...choicesOf(entry, retry, drop));
    list.append(row);
  }
  notice.append(list);
}

/** The sentence about a refused change; in a conflict both versions in full. */
function whatOf({ stuck, kind, fields, conflict }) {
  const words = document.createElement("div");
  const said = document.createElement("p");
  const quote = fields.quote ?? fields.address ?? fields.query;
  said.textContent = quote ? `“${shorten(quote)}”: ${stuck}` : stuck;
  words.append(said);
  if (conflict) {
    const both = document.createElement("dl");
    both.className = "both";
    for (const [name, version] of [["here", kind === "delete" ? null : fields], ["elsewhere", conflict.theirs]]) {
      const [term, data] = [document.createElement("dt"), document.createElement("dd")];
      term.textContent = name;
      data.textContent = version ? summary(version) : "deleted";
      both.append(term, data);
    }
    words.append(both);
  }
  return words;
}

function summary({ verdict, reason, rationale, words, bearing, reported }) {
  if (words !== undefined && verdict === undefined) return words || "an empty note";
  const facts = [reason?.replaceAll("_", " "), verdict || "to check", bearing, String(reported) === "true" && "reported"];
  return `${facts.filter(Boolean).join(" · ")}${rationale ? `: “${rationale}”` : ""}`;
}

function choicesOf({ id, kind, fields, conflict }, retry, drop) {
  if (!conflict) return [button("Try again", () => retry(id)), button("Drop it", () => drop(id))];
  const name = kind === "note" ? "words" : "rationale";
  const [mine, theirs] = [fields[name], conflict.theirs?.[name]];
  const both = mine && theirs && mine !== theirs ? [button("Save mine with both texts", () => retry(id, { [name]: `${theirs}\n\n${mine}` }))] : [];
  return [button("Save mine", () => retry(id)), ...both, button("Keep the other", () => drop(id))];
}

function button(label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "button quiet small";
  element.textContent = label;
  element.addEventListener("click", act);
  return element;
}

function shorten(quote) {
  return quote.length > 90 ? `${quote.slice(0, 89).trimEnd()}…` : quote;
}
