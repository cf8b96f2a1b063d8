/* The two handles at the edges of the current mark: dragging one with mouse or finger moves the edge. The keys w, b, W
   and B do the same; so the handles are for the pointer only. */

import { pointOf, rangeOf } from "./offsets.js";
import { caretAt } from "./selection.js";

/** The handles; `moved(edge, point)` is called while one is dragged, `dropped()` when it is let go. */
export function createEdges(text, { moved, dropped }) {
  const handles = ["start", "end"].map((edge) => {
    const handle = document.createElement("span");
    handle.className = "edge";
    handle.dataset.edge = edge;
    handle.hidden = true;
    handle.setAttribute("aria-hidden", "true");
    document.body.append(handle);
    handle.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      handle.setPointerCapture(event.pointerId);
      handle.classList.add("is-dragged"); // looked through from now on: what counts is the text beneath
      let last = null;
      const follow = ({ clientX, clientY }) => {
        // The finger holds the handle below the line that is meant.
        const place = caretAt(clientX, clientY - (event.pointerType === "mouse" ? 0 : 24));
        const point = place && text.contains(place.node) ? pointOf(place, text) : last;
        if (point !== last) moved(edge, (last = point));
      };
      const end = () => {
        handle.removeEventListener("pointermove", follow);
        handle.classList.remove("is-dragged");
        if (last !== null) dropped();
      };
      handle.addEventListener("pointermove", follow);
      handle.addEventListener("pointerup", end, { once: true });
      handle.addEventListener("pointercancel", end, { once: true });
    });
    return handle;
  });

  return {
    /** Places the handles at the edges of a span; null hides them. */
    show(span) {
      const range = span && span.start !== null && rangeOf(text, span.start, span.end);
      for (const handle of handles) handle.hidden = !range;
      if (!range) return;
      const rects = Array.from(range.getClientRects()).filter((rect) => rect.width);
      if (!rects.length) return;
      const block = range.startContainer.parentElement.closest("[data-start]");
      const isBackward = getComputedStyle(block).direction === "rtl";
      for (const handle of handles) {
        const isFirst = handle.dataset.edge === "start";
        const rect = isFirst ? rects[0] : rects.at(-1);
        const x = isFirst === isBackward ? rect.right : rect.left;
        handle.style.setProperty("--x", `${Math.round(x + scrollX)}px`);
        handle.style.setProperty("--y", `${Math.round(rect.top + scrollY)}px`);
        handle.style.setProperty("--h", `${Math.round(rect.height)}px`);
      }
    },
  };
}
