/* What the desk has elsewhere on a passage: the same names, claims settled before. Asked for with `l`; for the current
   mark it comes by itself if there is something. */

const PATIENCE = 700; // ms that a mark has to stay the current one

/** The panel #around; `jump(span)` goes to another place of the text. */
export function createAround(panel, home, jump) {
  const known = new Map();
  let timer = 0;
  let wished = "";

  async function show(span, isAsked) {
    const query = new URLSearchParams({ start: span.start, end: span.end }).toString();
    wished = query;
    if (!known.has(query)) {
      try {
        const response = await fetch(`${home}around/?${query}`, { headers: { "HX-Request": "true" } });
        if (!response.ok || response.redirected) return;
        known.set(query, await response.text());
      } catch {
        return; // without a connection there is nothing to be offered
      }
    }
    if (wished !== query) return;
    panel.replaceChildren(...new DOMParser().parseFromString(known.get(query), "text/html").body.childNodes);
    panel.hidden = !isAsked && !panel.querySelector("h2");
    if (isAsked) panel.scrollIntoView({ block: "nearest" });
  }

  panel.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-jump]");
    if (!button) return;
    const [start, end] = button.dataset.jump.split("-").map(Number);
    jump({ start, end });
  });

  return {
    /** Shows what there is on a passage, or that there is nothing. */
    ask: (span) => show(span, true),
    /** Looks whether there is something on the current mark, once it has stayed so for a while; null takes it back. */
    offer(span) {
      clearTimeout(timer);
      panel.hidden = true;
      wished = "";
      if (span && span.start !== null) timer = setTimeout(show, PATIENCE, span, false);
    },
  };
}
