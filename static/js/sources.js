/* Sources by key and by form: attach one from the shelf, add one, paste an address, search in a new tab.

   The shelf is #shelf: one form whose buttons are the sources. A card's forms are form[data-send] ("source", "search",
   "detach"); the first field of a new source is marked with data-add-source, that of a search with data-add-search.
   <main data-search="https://…?q="> says where to search. All of it goes through the outbox. */

import { quoteOf } from "./offsets.js";

/** What `e`, `s`, pasting and the forms of the evidence do. */
export function createSources(main, cards, deeds, speak) {
  const text = document.getElementById("text");
  let searching = null;

  /** Attaches a source of the shelf to the current mark; true if there is such a source and such a mark. */
  function attach(button) {
    const isDone = Boolean(button && cards.current);
    if (isDone) deeds.attach(cards.current, button.value);
    speak(isDone ? "Source attached" : button ? "Choose a mark first: n and p go through them." : "There is no such source.");
    return isDone;
  }

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.id === "shelf") attach(event.submitter);
    else if (!form.matches("[data-send]")) return;
    else {
      const fields = Object.fromEntries(new FormData(form));
      delete fields.csrfmiddlewaretoken;
      if (form.dataset.send === "detach") deeds.attach(fields.mark, fields.source, false);
      else deeds.add(form.action, form.closest(".card").dataset.mark, fields);
    }
    event.preventDefault();
  });

  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || !searching) return;
    const query = searching;
    searching = null;
    const field = await cards.enter("[data-add-search]");
    if (!field) return;
    if (!field.value) field.value = query;
    speak("Back from the search: say what you found.");
  });

  return {
    /** Attaches the n-th source of the shelf, counted from 1, to the current mark. */
    attach: (number) => attach(document.querySelectorAll("#shelf button[name=source]")[number - 1]),
    /** Takes a pasted address as a new source of the current mark. */
    async paste(pasted) {
      const address = pasted.trim();
      const field = /^https?:\/\/\S+$/i.test(address) && (await cards.enter("[data-add-source]"));
      if (!field) return;
      field.value = address;
      field.form.requestSubmit();
    },
    /** Searches for a passage in a new tab; on return the card's search record is opened. */
    search(span) {
      if (!span || span.start === null || !main.dataset.search) return;
      const quote = quoteOf(text, span.start, span.end).replace(/\s+/g, " ");
      searching = quote;
      open(main.dataset.search + encodeURIComponent(`"${quote}"`), "_blank", "noopener");
    },
  };
}
