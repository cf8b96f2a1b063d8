/* The dots in the margin: one per checkable sentence, filled when it is dealt with; its title says why it is there.

   A dot lies in the block beside the text element, at the height of the line in which its sentence begins: nothing is put
   into the text, so offsets stay what they are and marks keep their shape. */

import { piecesOf, rangeOf } from "./offsets.js";

const SAME_LINE = 6; // px by which the dots of one line may differ

/** Draws the dots that are missing, after the page came or a block was swapped. */
export function drawDots(root, checkable) {
  const isMissing = ({ block, start, end }) => !block.parentElement.querySelector(`.dot[data-span="${start}-${end}"]`);
  const missing = checkable.filter(isMissing);
  for (const { block, start, end, state, why, dismissed } of missing) {
    const dot = document.createElement("i");
    dot.className = `dot ${state}`;
    dot.dataset.span = `${start}-${end}`;
    const said = dismissed ? `dismissed as ${dismissed.kind}` : state;
    dot.title = [said === "open" ? "worth checking" : said, why].filter(Boolean).join(": ");
    dot.setAttribute("aria-hidden", "true");
    block.parentElement.append(dot);
  }
  placeDots(root, missing);
}

/** Places dots at the height of their lines, those of one line side by side; again when lines break otherwise. */
export function placeDots(root, checkable) {
  const pieces = checkable.length ? piecesOf(root) : [];
  const places = []; // all is measured before any is moved
  for (const { block, start, end } of checkable) {
    const line = rangeOf(root, start, end, pieces)?.getClientRects()[0];
    const dot = line && block.parentElement.querySelector(`.dot[data-span="${start}-${end}"]`);
    if (dot) places.push([dot, line.top + line.height / 2 - block.parentElement.getBoundingClientRect().top]);
  }
  let before = [];
  let nth = 0;
  for (const [dot, top] of places) {
    nth = dot.parentElement === before[0] && Math.abs(top - before[1]) < SAME_LINE ? nth + 1 : 0;
    before = [dot.parentElement, top];
    dot.style.setProperty("--top", `${Math.round(top)}px`);
    dot.style.setProperty("--nth", nth);
  }
}
