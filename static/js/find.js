/* Find in text: the matches are drawn as highlights, Enter selects the next one. */

import { piecesOf, rangeOf, toPoints } from "./offsets.js";
import { draw } from "./selection.js";

/** Prepares the find field; `found(span, number, count)` is called when Enter has gone to a match. */
export function createFind(field, root, found) {
  let matches = [];
  let at = -1;

  function search() {
    const wanted = field.value.trim().toLocaleLowerCase();
    matches = [];
    at = -1;
    if (wanted.length > 1) {
      for (const piece of piecesOf(root)) {
        const text = piece.text.toLocaleLowerCase();
        if (text.length !== piece.text.length) continue; // letters whose small form is longer: no positions to trust
        for (let unit = text.indexOf(wanted); unit >= 0; unit = text.indexOf(wanted, unit + wanted.length)) {
          const start = piece.start + toPoints(piece.text, unit);
          matches.push({ start, end: piece.start + toPoints(piece.text, unit + wanted.length) });
        }
      }
    }
    draw("found", matches.slice(0, 500).map((match) => rangeOf(root, match.start, match.end)));
  }

  field.addEventListener("input", search);
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      field.value = "";
      search();
      field.blur();
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (!matches.length) return;
      at = (at + (event.shiftKey ? matches.length - 1 : 1) + (at < 0 && event.shiftKey ? 1 : 0)) % matches.length;
      found(matches[at], at + 1, matches.length);
    }
  });
}
