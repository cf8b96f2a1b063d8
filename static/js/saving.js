/* What the header says about saving, what a refused mark offers, and what is spoken. */

const SHORT = 150; // ms that a save may take before "saving…" is shown

/** The status line (#saved), the notices (#notice) and the voice (#spoken) of the workspace. */
export function createStatus() {
  const saved = document.getElementById("saved");
  const notice = document.getElementById("notice");
  const spoken = document.getElementById("spoken");
  let timer = 0;
  let saves = 0;

  function say(state, words) {
    if (!saved || saved.textContent === words) return;
    saved.dataset.state = state;
    saved.textContent = words;
  }

  return {
    /** Speaks to a screen reader, without showing. */
    speak(words) {
      if (spoken) spoken.textContent = words;
    },
    /** Counts a save that came through. */
    wasSaved() {
      saves++;
    },
    /** Shows how the outbox stands; what was refused can be sent again or dropped. */
    show({ waiting, stuck, busy, cause, kept }, { retry, drop }) {
      clearTimeout(timer);
      const things = (list) => `${list.length} ${list.length === 1 ? "change" : "changes"}`;
      if (cause && waiting.length) {
        say("waiting", `${cause}: ${things(waiting)} kept ${kept ? "on this device" : "in this tab only"}`);
      } else if (busy || waiting.length) timer = setTimeout(say, SHORT, "saving", "saving…");
      else if (stuck.length) say("failed", `not saved: ${things(stuck)} kept`);
      else if (saves) say("saved", "saved");
      listRefused(notice, stuck, retry, drop);
    },
  };
}

function listRefused(notice, stuck, retry, drop) {
  const shown = notice.querySelector(".refused");
  const names = stuck.map((entry) => entry.id).join(" ");
  if ((shown?.dataset.names ?? "") === names) return;
  shown?.remove();
  if (!stuck.length) return;
  const list = document.createElement("div");
  list.className = "refused";
  list.dataset.names = names;
  for (const { id, stuck: message, fields } of stuck) {
    const row = document.createElement("p");
    row.className = "notice error row";
    const words = document.createElement("span");
    words.textContent = fields.quote ? `“${shorten(fields.quote)}”: ${message}` : message;
    row.append(words, button("Save mine", () => retry(id)), button("Drop mine", () => drop(id)));
    list.append(row);
  }
  notice.append(list);
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
