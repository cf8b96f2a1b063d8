/* Sources by key: attach one from the shelf, paste an address, search for the passage in a new tab.

   The shelf is #shelf: one form whose buttons are the sources, with an input named "mark" for the mark they go to.
   A card's own form for a new source has its first field marked with data-add-source, the one for a search with
   data-add-search; <main data-search="https://…?q="> says where to search. */

import { quoteOf } from "./offsets.js";

/** What `e`, `s` and pasting do. */
export function createSources(main, cards, speak) {
  const text = document.getElementById("text");
  const shelf = () => document.getElementById("shelf");
  let searching = null;

  main.addEventListener("submit", ({ target }) => {
    const mark = target.closest("#shelf") && target.elements.namedItem("mark");
    if (mark) mark.value = cards.current ?? "";
  }, true);

  document.addEventListener("visibilitychange", () => {
    if (document.hidden || !searching) return;
    const query = searching;
    searching = null;
    if (!cards.enter("[data-add-search]")) return;
    const field = document.activeElement;
    if (!field.value) field.value = query;
    speak("Back from the search: say what you found.");
  });

  return {
    /** Attaches the n-th source of the shelf, counted from 1, to the current mark. */
    attach(number) {
      const button = shelf()?.querySelectorAll("button[name=source]")[number - 1];
      if (!button || !cards.current) return;
      button.click(); // not requestSubmit: htmx learns from the click which button it was
      speak(`Source ${number} attached`);
    },
    /** Takes a pasted address as a new source of the current mark. */
    paste(pasted) {
      const address = pasted.trim();
      if (!/^https?:\/\/\S+$/i.test(address) || !cards.enter("[data-add-source]")) return;
      const field = document.activeElement;
      field.value = address;
      field.form.requestSubmit();
    },
    /** Searches for a passage in a new tab; on return the card's search record is opened. */
    search(span) {
      if (!span || !main.dataset.search) return;
      const quote = quoteOf(text, span.start, span.end).replace(/\s+/g, " ");
      searching = quote;
      open(main.dataset.search + encodeURIComponent(`"${quote}"`), "_blank", "noopener");
    },
  };
}
