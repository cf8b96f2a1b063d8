/* The dots in the margin: one per checkable sentence, filled when it is dealt with; its title says why it is there.

   A dot is an empty element in the text, placed in the margin of its own line by the style sheet: it adds no letters,
   so offsets stay what they are. */

import { piecesOf, rangeOf } from "./offsets.js";

/** Draws the dots that are missing, after the page came or a block was swapped. */
export function drawDots(root, checkable) {
  const pieces = checkable.length ? piecesOf(root) : [];
  const changed = new Set();
  for (const sentence of checkable) {
    const name = `${sentence.start}-${sentence.end}`;
    if (sentence.block.querySelector(`.dot[data-span="${name}"]`)) continue;
    const range = rangeOf(root, sentence.start, sentence.end, pieces);
    if (!range) continue;
    const dot = document.createElement("i");
    dot.className = `dot ${sentence.state}`;
    dot.dataset.span = name;
    const state = sentence.dismissed ? `dismissed as ${sentence.dismissed.kind}` : sentence.state;
    dot.title = [state === "open" ? "worth checking" : state, sentence.why].filter(Boolean).join(": ");
    dot.setAttribute("aria-hidden", "true");
    range.collapse(true);
    insertAt(range, dot);
    changed.add(sentence.block);
  }
  spread(...changed);
}

/** Moves dots of one line apart; to be called again when lines break otherwise. */
export function spread(...roots) {
  const found = roots.flatMap((root) => Array.from(root.querySelectorAll(".dot")));
  const dots = found.map((dot) => [dot, dot.closest("[data-start]"), dot.offsetTop]); // all is read before any is moved
  let before = [];
  let nth = 0;
  for (const [dot, block, top] of dots) {
    nth = block === before[1] && Math.abs(top - before[2]) < 6 ? nth + 1 : 0;
    before = [dot, block, top];
    if (nth || dot.style.length) dot.style.setProperty("--nth", nth);
  }
}

function insertAt(range, dot) {
  const { startContainer: node, startOffset: offset } = range;
  if (node.nodeType === Node.TEXT_NODE && offset === 0) {
    const run = node.parentElement.closest("mark");
    const place = run && run.firstChild === node ? run : node;
    place.before(dot);
  } else range.insertNode(dot);
}
