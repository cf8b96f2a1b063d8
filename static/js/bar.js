/* The bar at the selection: one button per verdict, each with its key. With the mouse it stands beneath the selected
   words, on touch screens at the foot of the page, above the thumb (workspace.css). */

const GAP = 10; // px between the selection and the bar

/** The bar; `act(key)` is called with the key that a pressed button stands for. */
export function createBar(element, act) {
  // Pressing a button must not take the selection away.
  element.addEventListener("pointerdown", (event) => event.preventDefault());
  element.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-key]");
    if (button) act(button.dataset.key);
  });

  return {
    /** Shows the bar at a range; mode is "mark", "dismiss" or "dismissed", why what makes the sentence worth checking. */
    show(range, mode = "mark", why = "") {
      element.hidden = false;
      element.dataset.mode = mode;
      const hint = element.querySelector("[data-why]");
      if (hint) {
        hint.textContent = why;
        hint.hidden = !why;
      }
      place(element, range);
    },
    hide() {
      element.hidden = true;
    },
  };
}

function place(element, range) {
  const lines = range.getClientRects();
  const box = range.getBoundingClientRect();
  const last = lines.length ? lines[lines.length - 1] : box;
  const { width, height } = element.getBoundingClientRect();
  const foot = innerHeight - 44;
  let top = box.bottom + GAP;
  if (top + height > foot) top = box.top - height - GAP;
  if (top < 110) top = Math.min(Math.max(box.bottom + GAP, 110), foot - height);
  const middle = lines.length > 1 ? (box.left + box.right) / 2 : (last.left + last.right) / 2;
  const left = Math.max(GAP, Math.min(middle - width / 2, document.documentElement.clientWidth - width - GAP));
  element.style.setProperty("--x", `${Math.round(left + scrollX)}px`);
  element.style.setProperty("--y", `${Math.round(top + scrollY)}px`);
}
