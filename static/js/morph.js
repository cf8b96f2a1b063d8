/* Puts a new version of an element in the place of the one on the page, and leaves alone what a person is at: fields
   that hold unsaved words, and the one with the focus, so that neither letters nor a half-composed character are lost. */

/** Replaces `old` by `fresh`; of the elements in `kept` only the attributes and the saved value change. */
export function morph(old, fresh, kept) {
  const holds = (node) => kept.some((element) => node.contains(element));
  for (const box of old.querySelectorAll("details[open][id]")) {
    const same = fresh.querySelector(`#${CSS.escape(box.id)}`);
    if (same) same.open = true;
  }
  if (!holds(old)) {
    old.replaceWith(fresh);
    return;
  }
  for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
  for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
  if (kept.includes(old)) {
    if ("defaultValue" in old) {
      const { value } = old;
      old.defaultValue = fresh.defaultValue;
      if (old.value !== value) old.value = value;
    }
    return;
  }
  if (fresh.matches("[data-more]")) return; // a folded card has nothing to say about what is unfolded here
  const taken = new Set();
  const partner = (child) =>
    [...old.children].find((other) => !taken.has(other) && holds(other) && nameOf(other) === nameOf(child));
  let at = old.firstChild;
  for (const child of [...fresh.childNodes]) {
    const same = child.nodeType === Node.ELEMENT_NODE && partner(child);
    if (!same) {
      old.insertBefore(child, at);
      continue;
    }
    taken.add(same);
    while (at !== same) at = dropped(at);
    at = same.nextSibling;
    morph(same, child, kept);
  }
  while (at) at = dropped(at);
}

function dropped(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function nameOf(element) {
  return element.dataset.part ?? (element.id || `${element.localName} ${element.getAttribute("name") ?? ""}`);
}
