/* Keys for pages that are worked through one item at a time (responses, rulings): a key presses the button or follows
   the link that carries it as data-key, within <main data-keys>. Single keys can be switched off (keys.js). */

import { createHelp, listenToKeys } from "./keys.js";

const help = createHelp(document.getElementById("keys"));

listenToKeys((command) => {
  if (command === "leave") {
    document.activeElement.blur();
    return true;
  }
  if (command === "?") {
    help();
    return true;
  }
  const found = document.querySelectorAll(`[data-keys] [data-key="${CSS.escape(command)}"]:not(:disabled)`);
  const target = Array.from(found).find((element) => element.checkVisibility());
  if (!target) return false;
  if (target.matches("input, select, textarea")) target.focus();
  else target.click();
  return true;
}, new Set());
