/* The keyboard: which key means which command, where keys act, and the help that lists them.

   A command is the character on a US keyboard ("j", "J", "1", "."). Keys that type such a character anywhere on the
   board give it; where the letters are others (Cyrillic, Greek, Arabic, the digits of AZERTY) the place decides. */

const COMMANDS = new Set("jkJK.,wbWB0123456789c=-ofvriqesnpzudaklm/?".split(""));
const BY_PLACE = /^(?:Key([A-Z])|Digit([0-9])|Numpad([0-9]))$/;
const STORED = "single-keys";
const REPEATABLE = new Set("jkJK.,wbWBnp".split(""));

/** The command a keydown event stands for, or "" if it is none. */
export function commandOf(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return "";
  const { key } = event;
  if (key === "Escape" || key === "Enter") return event.shiftKey ? "" : key;
  if (COMMANDS.has(key)) return key;
  if (key.length > 1) return "";
  const [, letter, digit, pad] = BY_PLACE.exec(event.code) ?? [];
  const isLatinLetter = /^[a-z]$/i.test(key);
  const placed = digit ?? pad ?? (letter && !isLatinLetter ? (event.shiftKey ? letter : letter.toLowerCase()) : "");
  return COMMANDS.has(placed) ? placed : "";
}

/** Whether an event comes from a place where keys type. */
export function inField(target) {
  return Boolean(
    target.closest?.("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=button])"),
  );
}

/**
 * Calls `run(command)` for every command; it returns true if it took the key. A key held down acts once, but for those
 * that only move. Single keys can be switched off.
 */
export function listenToKeys(run, repeatable = REPEATABLE) {
  document.addEventListener("keydown", (event) => {
    const command = commandOf(event);
    if (!command || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]") || document.querySelector(":popover-open")) return;
    if (inField(event.target)) {
      if (command === "Escape" && run("leave")) event.preventDefault();
      return;
    }
    const onControl = event.target.closest?.("a, button, summary, input");
    if (command === "Enter" && onControl) return;
    if (command.length === 1 && !singleKeys()) return;
    if (event.repeat && !repeatable.has(command)) {
      event.preventDefault();
      return;
    }
    if (run(command)) event.preventDefault();
  });
}

const singleKeys = () => isOn(STORED);

function isOn(name) {
  try {
    return localStorage.getItem(name) !== "off";
  } catch {
    return true;
  }
}

/** Lets a checkbox switch something that is remembered under a name, on unless it was switched off. */
export function prepareSwitch(box, name, changed = () => {}) {
  if (!box) return;
  box.checked = isOn(name);
  changed(box.checked);
  box.addEventListener("change", () => {
    changed(box.checked);
    try {
      localStorage.setItem(name, box.checked ? "on" : "off");
    } catch {
      // not remembered where storage is blocked
    }
  });
}

/** Prepares the help dialog, with its switches; returns the function that opens it. */
export function createHelp(dialog) {
  prepareSwitch(dialog?.querySelector("[data-single-keys]"), STORED);
  for (const opener of document.querySelectorAll("[data-open-keys]")) {
    opener.addEventListener("click", () => dialog?.showModal());
  }
  return () => dialog?.showModal();
}
