/* A sign in the margin where another article of the story says otherwise; it opens what that one says.

   What there is comes by itself into #conflicts (templates/reviews/workspace/conflicts.html). Like the dots of margin.js
   a sign lies in the block beside the text element: nothing is put into the text, so offsets stay what they are. */

import { piecesOf, rangeOf } from "./offsets.js";

const REST = 120; // ms after which signs are placed anew when the text has changed

const list = document.getElementById("conflicts");
const text = document.getElementById("text");
let timer = 0;

function placesOf(entry) {
  return entry.dataset.places.split(" ").map((place) => place.split("-").map(Number));
}

function signFor(entry, name) {
  const sign = document.createElement("button");
  sign.type = "button";
  sign.className = "conflict-sign";
  sign.dataset.sign = name;
  sign.title = `Another article says otherwise: ${entry.dataset.about}`;
  sign.setAttribute("aria-label", sign.title);
  sign.addEventListener("click", () => {
    list.querySelector("details.conflicts").open = true;
    entry.open = true;
    entry.scrollIntoView({ block: "nearest" });
    entry.querySelector("summary").focus({ preventScroll: true });
  });
  return sign;
}

/** Puts a sign beside every place that has none, and each at the height of its line. */
function drawSigns() {
  const pieces = piecesOf(text);
  const wanted = new Set();
  const placed = [];
  for (const entry of list.querySelectorAll("[data-places]")) {
    for (const [start, end] of placesOf(entry)) {
      const piece = pieces.find((one) => one.start <= start && start < one.end);
      const line = piece && rangeOf(text, start, end, pieces)?.getClientRects()[0];
      if (!line) continue;
      const block = piece.element.parentElement;
      const top = Math.round(line.top - block.getBoundingClientRect().top);
      const name = `${block.id}-${top}-${entry.id}`;
      const beside = placed.filter((one) => one.block === block && one.top === top);
      // Of several places of one conflict in a line one sign is enough.
      if (beside.some((one) => one.entry === entry)) continue;
      placed.push({ block, top, entry, name, nth: beside.length, height: line.height });
      wanted.add(name);
    }
  }
  for (const sign of text.querySelectorAll("[data-sign]")) if (!wanted.has(sign.dataset.sign)) sign.remove();
  for (const { block, top, entry, name, nth, height } of placed) {
    const known = block.querySelector(`[data-sign="${CSS.escape(name)}"]`);
    const sign = known ?? signFor(entry, name);
    sign.style.setProperty("--top", `${Math.round(top + height / 2)}px`);
    sign.style.setProperty("--nth", nth);
    if (!known) block.append(sign);
  }
}

function drawSoon() {
  clearTimeout(timer);
  timer = setTimeout(drawSigns, REST);
}

if (list && text) {
  list.addEventListener("htmx:afterSwap", () => {
    if (!list.querySelector("[data-places]")) return;
    drawSigns();
    new ResizeObserver(drawSoon).observe(text);
    // A block that is swapped comes without its signs; signs themselves change nothing that others watch.
    new MutationObserver(drawSoon).observe(text, { childList: true });
  });
}
