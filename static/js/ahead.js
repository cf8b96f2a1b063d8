/* What is typed while the field that it is meant for is still on its way: kept, and put in when the field is there. */

import { inField } from "./keys.js";

const AT_ONCE = 900; // ms after a field was opened within which a digit is a choice, as in "e 2"

/** Returns `into(arriving, choose)`; `choose(n)` takes a digit typed at once into an empty field, true if it used it. */
export function createTypeAhead() {
  let ahead = null; // {typed, choose, field, until} from the key that asks for a field until it is typed into

  function chosen(digit) {
    if (!/^[1-9]$/.test(digit) || !ahead.choose?.(Number(digit))) return false;
    ahead = null;
    return true;
  }

  function take(event) {
    const { key } = event;
    if (!ahead || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return false;
    if (ahead.field) {
      const isFresh = event.target === ahead.field && !ahead.field.value && performance.now() < ahead.until;
      if (isFresh && chosen(key)) return true;
      if (key !== "Shift") ahead = null;
      return false;
    }
    if (inField(event.target)) return false;
    if (key === "Escape") ahead = null;
    else if (key === "Backspace") ahead.typed = ahead.typed.slice(0, -1);
    else if (key.length !== 1) return false;
    else if (ahead.typed || !chosen(key)) ahead.typed += key;
    return true;
  }

  addEventListener(
    "keydown",
    (event) => {
      if (!take(event)) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  return async function into(arriving, choose = null) {
    const asked = { typed: "", choose, field: null, until: performance.now() + AT_ONCE };
    ahead = asked;
    const field = await arriving;
    if (ahead !== asked) {
      field?.blur(); // given up, or a digit chose
      return null;
    }
    if (!field) {
      ahead = null;
      return null;
    }
    if (asked.typed) {
      field.value += asked.typed;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      ahead = null;
    } else asked.field = field;
    return field;
  };
}
