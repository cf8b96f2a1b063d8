/* What is about to be marked: the pending span, set by mouse, touch or keys, and drawn as a highlight.

   Positions are code points (offsets.js). Sentences come from the server on each block by their lengths, from the block's
   own start on: data-sentences="57 2+62" (the second begins two code points after the first, else it would be one). The
   checkable ones by their number: data-checkable="0:open:a date, a name;1:dismissed:a figure:opinion:UUID" (open, checked
   or dismissed; what makes it worth checking; my own dismissal). */

import { codePointsOf, piecesOf, pointOf, quoteOf, rangeOf, tidy, wordsAround } from "./offsets.js";

const LONGEST = 10_000; // ms that drawing a selection may hold up the page
const SETTLED = 250; // ms without a change after which a touch selection counts as made

/** Draws ranges under a name that the style sheet knows as ::highlight(name). */
export function draw(name, ranges) {
  if (!("highlights" in CSS)) return;
  if (ranges.length) CSS.highlights.set(name, new Highlight(...ranges));
  else CSS.highlights.delete(name);
}

/**
 * The selection in an article.
 *
 * `changed(span, how)` is called with every new pending span or null; how is "pointer" or "keys".
 */
export function createSelection(root, changed) {
  let pending = null;
  let cursor = null; // where the reader is: a code point
  let anchor = null; // the sentence from which Shift+j/k extends
  let read = null; // sentences and checkable ones, parsed once per change of the page

  function parsed() {
    if (read) return read;
    read = { sentences: [], checkable: [] };
    for (const block of root.querySelectorAll("[data-sentences]")) {
      const own = sentencesOf(block);
      read.sentences.push(...own);
      for (const entry of block.dataset.checkable?.split(";") ?? []) {
        const [number, state, why, kind, uuid] = entry.split(":");
        read.checkable.push({ ...own[number], state, why, block, dismissed: uuid ? { kind, uuid } : null });
      }
    }
    return read;
  }

  function set(span, how, extra = {}) {
    const neat = span && tidy(span, piecesOf(root));
    pending = neat && { ...neat, ...extra };
    if (pending) cursor = pending.start;
    if (how === "keys") {
      getSelection().removeAllRanges();
      reveal();
    }
    redraw();
    changed(pending, how);
  }

  function redraw() {
    const range = pending && rangeOf(root, pending.start, pending.end);
    draw("pending", range ? [range] : []);
    return range;
  }

  function reveal() {
    const range = pending && rangeOf(root, pending.start, pending.end);
    if (!range) return;
    const box = range.getBoundingClientRect();
    if (box.top > 120 && box.bottom < innerHeight - 110) return;
    scrollBy({ top: box.top - innerHeight / 3, behavior: "auto" });
  }

  /** The index of the sentence that holds a point, or of the last one before it; -1 before the first. */
  function sentenceAt(point) {
    return parsed().sentences.findLastIndex((sentence) => sentence.start <= point);
  }

  function firstVisible() {
    const piece = piecesOf(root).find(({ element }) => element.getBoundingClientRect().top > 100);
    const found = parsed().sentences.findIndex((sentence) => sentence.start >= (piece?.start ?? 0));
    return Math.max(0, found);
  }

  function moveSentence(step, extend) {
    const { sentences } = parsed();
    if (!sentences.length) return;
    if (extend && pending) {
      if (!anchor || anchor.made !== pending) anchor = { first: sentenceAt(pending.start), last: sentenceAt(pending.end - 1) };
      anchor.last = clamp(anchor.last + step, sentences);
      const [from, to] = [Math.min(anchor.first, anchor.last), Math.max(anchor.first, anchor.last)];
      const kept = anchor;
      set({ start: sentences[from].start, end: sentences[to].end }, "keys", { editing: pending.editing });
      anchor = { ...kept, made: pending };
      return;
    }
    const at = cursor === null ? firstVisible() : clamp(sentenceAt(cursor) + step, sentences);
    set(sentences[at], "keys");
  }

  function moveCheckable(step) {
    const open = parsed().checkable.filter((sentence) => sentence.state === "open");
    const from = cursor ?? (step > 0 ? -1 : Infinity);
    const here = pending ? pending.start : from;
    const next =
      step > 0
        ? (open.find((sentence) => sentence.start > here) ?? open[0])
        : (open.findLast((sentence) => sentence.start < here) ?? open.at(-1));
    if (next) set(next, "keys", { why: next.why });
    return Boolean(next);
  }

  /** Moves the "start" or the "end" of the pending span by a word; `span` is used when nothing is pending. */
  function moveEdge(edge, step, span) {
    const current = pending ?? span;
    const point = current ? current[edge] : (cursor ?? parsed().sentences[firstVisible()]?.start ?? 0);
    const words = wordsAround(root, point);
    const word =
      step > 0 ? words.find((word) => word[edge] > point) : words.findLast((word) => word[edge] < point);
    if (!word) return;
    const moved = current ? { ...current, [edge]: word[edge] } : word;
    if (moved.start < moved.end) set(moved, "keys", { editing: current?.editing });
  }

  function readNative() {
    const native = getSelection();
    if (!native.rangeCount || native.isCollapsed) return;
    if (!root.contains(native.anchorNode) && !root.contains(native.focusNode)) return;
    const span = codePointsOf(native.getRangeAt(0), root);
    if (span && (span.start !== pending?.start || span.end !== pending?.end)) set(span, "pointer");
  }

  let pressed = false;
  let timer = 0;
  root.addEventListener("pointerdown", (event) => {
    pressed = true;
    clearTimeout(timer);
    // A bar left from before would lie in the way of the pointer and catch the end of the new selection.
    if (pending && event.pointerType === "mouse" && event.button === 0 && !event.shiftKey) {
      pending = null;
      redraw();
      changed(null, "pointer");
    }
  });
  addEventListener("pointerup", () => {
    if (!pressed) return;
    pressed = false;
    setTimeout(readNative); // the browser sets the selection after this event
  });
  addEventListener("pointercancel", () => (pressed = false));
  document.addEventListener("selectionchange", () => {
    if (pressed) return;
    clearTimeout(timer);
    timer = setTimeout(readNative, SETTLED);
  });
  root.addEventListener("click", (event) => {
    if (event.detail !== 3) return;
    // The native triple click takes the whole block: look where the pointer was instead.
    const place = caretAt(event.clientX, event.clientY);
    if (!place) return;
    set(parsed().sentences[sentenceAt(pointOf(place, root))] ?? null, "pointer");
    const range = redraw();
    if (range) getSelection().setBaseAndExtent(range.startContainer, range.startOffset, range.endContainer, range.endOffset);
  });
  document.addEventListener("copy", (event) => {
    if (!pending || !getSelection().isCollapsed || event.target.closest?.("input, textarea")) return;
    event.clipboardData.setData("text/plain", quoteOf(root, pending.start, pending.end));
    event.preventDefault();
  });

  return {
    get pending() {
      return pending;
    },
    get checkable() {
      return parsed().checkable;
    },
    /** The checkable sentence, else the sentence, that holds the pending span or the reader's place. */
    get sentence() {
      const at = pending?.start ?? cursor ?? -1;
      const holds = (span) => span.start <= at && at < span.end;
      return parsed().checkable.find(holds) ?? parsed().sentences.find(holds) ?? null;
    },
    set,
    /** Takes in what the pointer has selected so far: a key may follow faster than the browser reports it. */
    sync: readNative,
    /** Drops the pending span and the browser's own selection; the reader stays where they are. */
    clear() {
      const native = getSelection();
      if (pending && root.contains(native.anchorNode)) native.removeAllRanges();
      pending = null;
      redraw();
      changed(null, "keys");
    },
    /** Says where the reader is, without selecting. */
    goTo(point) {
      cursor = point;
    },
    /** Resolves when no selection is being drawn with the pointer: until then no block may be swapped under it. */
    atRest() {
      if (!pressed) return Promise.resolve();
      return new Promise((resolve) => {
        addEventListener("pointerup", () => setTimeout(resolve, 20), { once: true });
        addEventListener("pointercancel", resolve, { once: true });
        setTimeout(resolve, LONGEST);
      });
    },
    /** To be called after blocks were swapped: reads them anew and draws again. */
    refresh() {
      read = null;
      redraw();
    },
    moveSentence,
    moveCheckable,
    moveEdge,
  };
}

/** The place in a text under a point of the window, {node, offset}, or null. */
export function caretAt(x, y) {
  const place = document.caretPositionFromPoint?.(x, y) ?? document.caretRangeFromPoint?.(x, y);
  const node = place?.offsetNode ?? place?.startContainer;
  return node?.nodeType === Node.TEXT_NODE ? { node, offset: place.offset ?? place.startOffset } : null;
}

function sentencesOf(block) {
  let reached = Number(block.dataset.start) - 1;
  return block.dataset.sentences.split(" ").filter(Boolean).map((entry) => {
    const [length, gap = 1] = entry.split("+").map(Number).reverse();
    const start = reached + gap;
    reached = start + length;
    return { start, end: reached };
  });
}

const clamp = (index, list) => Math.max(0, Math.min(index, list.length - 1));
