/* The only place that converts between the browser's positions (UTF-16 units in text nodes) and the desk's offsets
   (Unicode code points in a revision's text).

   The text lies in elements with data-start, in order; the textContent of each is exactly the revision's text from
   that offset on. Between two of them the revision has only white space. A span is {start, end}, half open. */

const TRAILING = /^[\s\p{Z}.,;:!?…‥。、，；：！？．·–—]+$/u;
const BLANK = /^[\s\p{Z}\u200b\ufeff]+$/u;
const segmenters = new Map();

function segmentsOf(text, granularity, language = "und") {
  const key = granularity + language;
  if (!segmenters.has(key)) segmenters.set(key, new Intl.Segmenter(language, { granularity }));
  return segmenters.get(key).segment(text);
}

/** The number of code points in a string. */
export function lengthOf(text) {
  if (!/[\udc00-\udfff]/.test(text)) return text.length;
  let length = text.length;
  for (let i = 1; i < text.length; i++) if (isInsidePair(text, i)) length--;
  return length;
}

function isInsidePair(text, unit) {
  return (text.charCodeAt(unit) & 0xfc00) === 0xdc00 && (text.charCodeAt(unit - 1) & 0xfc00) === 0xd800;
}

/** Code points before a UTF-16 position. */
export function toPoints(text, unit) {
  return lengthOf(text.slice(0, unit));
}

/** The UTF-16 position that so many code points into a string lies. */
export function toUnits(text, points) {
  if (!/[\udc00-\udfff]/.test(text)) return Math.min(points, text.length);
  let unit = 0;
  while (points-- > 0 && unit < text.length) unit += isInsidePair(text, unit + 1) ? 2 : 1;
  return unit;
}

/** The text elements of an article, in order, each {element, text, start, end} with start and end in code points. */
export function piecesOf(root) {
  return Array.from(root.querySelectorAll("[data-start]"), (element) => {
    const text = element.textContent;
    const start = Number(element.dataset.start);
    return { element, text, start, end: start + lengthOf(text) };
  });
}

/** The code point at a place in the page, clamped into the article; null if the article has no text. A place within a
    surrogate pair is the code point's start, or its end if `isEnd`. */
function pointAt(node, offset, pieces, isEnd) {
  const place = document.createRange();
  place.setStart(node, offset);
  let nearest = null;
  for (const piece of pieces) {
    if (piece.element.contains(node)) {
      const before = document.createRange();
      before.setStart(piece.element, 0);
      before.setEnd(node, offset);
      const units = before.toString().length;
      return piece.start + toPoints(piece.text, units) - (!isEnd && isInsidePair(piece.text, units) ? 1 : 0);
    }
    const inside = document.createRange();
    inside.selectNodeContents(piece.element);
    if (inside.compareBoundaryPoints(Range.START_TO_START, place) > 0) return nearest ?? piece.start;
    nearest = piece.end;
  }
  return nearest;
}

/** The code point at a place in the page, clamped into the article. */
export function pointOf({ node, offset }, root) {
  return pointAt(node, offset, piecesOf(root), false);
}

/** The span of a DOM range: clamped to the article, trimmed, no grapheme cut. Null if it holds nothing to mark. */
export function codePointsOf(range, root) {
  const pieces = piecesOf(root);
  const start = pointAt(range.startContainer, range.startOffset, pieces, false);
  const end = pointAt(range.endContainer, range.endOffset, pieces, true);
  return start === null ? null : tidy({ start, end }, pieces);
}

/** A span without white space at its ends and punctuation at its end, grown to whole graphemes; null if nothing is left. */
export function tidy(span, pieces) {
  let first = null;
  let last = null;
  for (const piece of pieces) {
    if (piece.end <= span.start || piece.start >= span.end) continue;
    const clusters = clustersIn(piece, span);
    while (clusters.length && BLANK.test(clusters[0].text)) clusters.shift();
    while (clusters.length && BLANK.test(clusters.at(-1).text)) clusters.pop();
    if (!clusters.length) continue;
    first ??= clusters[0].start;
    last = clusters;
  }
  if (!last) return null;
  const end = last.at(-1).end;
  while (last.length && TRAILING.test(last.at(-1).text)) last.pop();
  return { start: first, end: last.length ? last.at(-1).end : end };
}

function clustersIn(piece, span) {
  const from = toUnits(piece.text, span.start - piece.start);
  const to = toUnits(piece.text, span.end - piece.start);
  const found = [];
  let start = piece.start;
  for (const { segment, index } of segmentsOf(piece.text, "grapheme")) {
    const end = start + lengthOf(segment);
    if (index >= to) break;
    if (index + segment.length > from) found.push({ text: segment, start, end });
    start = end;
  }
  return found;
}

/** The DOM range of a span; ends that lie between two blocks go to the nearer inner edge. Null if it holds no text.
    Whoever wants many ranges at once passes the article's pieces as `all`. */
export function rangeOf(root, start, end, all = piecesOf(root)) {
  const pieces = all.filter((piece) => piece.start < end && piece.end > start);
  if (!pieces.length) return null;
  const [first, last] = [pieces[0], pieces.at(-1)];
  const range = document.createRange();
  range.setStart(...placeIn(first, Math.max(start, first.start), false));
  range.setEnd(...placeIn(last, Math.min(end, last.end), true));
  return range;
}

function placeIn(piece, point, isEnd) {
  let units = toUnits(piece.text, point - piece.start);
  const walker = document.createTreeWalker(piece.element, NodeFilter.SHOW_TEXT);
  let node = null;
  while (walker.nextNode()) {
    node = walker.currentNode;
    // A start at the seam of two text nodes belongs to the second, an end to the first.
    if (units < node.length || (isEnd && units === node.length)) return [node, units];
    units -= node.length;
  }
  return node ? [node, node.length] : [piece.element, 0];
}

/** The revision's text in a span, as the page has it: blocks joined by their white space (data-gap, else line ends). */
export function quoteOf(root, start, end) {
  let quote = "";
  let reached = start;
  for (const piece of piecesOf(root)) {
    if (piece.end <= start || piece.start >= end) continue;
    if (piece.start > reached) quote += piece.element.dataset.gap ?? "\n".repeat(piece.start - reached);
    const from = toUnits(piece.text, Math.max(0, start - piece.start));
    quote += piece.text.slice(from, toUnits(piece.text, Math.min(end, piece.end) - piece.start));
    reached = piece.end;
  }
  return quote;
}

/** The words of an article near a point as spans, in order: those of the block the point is in and of its neighbours. */
export function wordsAround(root, point) {
  const language = root.lang || document.documentElement.lang || "und";
  const pieces = piecesOf(root);
  let at = pieces.findIndex((piece) => point <= piece.end);
  if (at < 0) at = pieces.length - 1;
  const words = [];
  for (const piece of pieces.slice(Math.max(0, at - 1), at + 2)) {
    let start = piece.start;
    for (const { segment, isWordLike } of segmentsOf(piece.text, "word", language)) {
      const end = start + lengthOf(segment);
      if (isWordLike) words.push({ start, end });
      start = end;
    }
  }
  return words;
}
