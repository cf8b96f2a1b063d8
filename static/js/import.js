/* Import: files dropped anywhere on the page, pastes with their formatting, and a batch by keyboard. */

import { inField, listenToKeys } from "./keys.js";
import { toast } from "./site.js";

const form = document.querySelector("[data-import]");
if (form) bring(form);
else if (document.querySelector(".batch-page, .blocks-page")) browse();

function bring(form) {
  const files = form.elements.files;
  const drop = form.querySelector("[data-drop]");
  const list = form.querySelector("[data-files]");

  const show = () => {
    const names = [...files.files].map((file) => {
      const line = document.createElement("li");
      line.textContent = file.name;
      return line;
    });
    list.replaceChildren(...(names.length > 1 ? names.slice(0, 30) : []));
    if (names.length > 30) list.append(`and ${names.length - 30} more`);
  };
  files.addEventListener("change", show);
  show();

  let over = 0;
  const mark = () => drop.classList.toggle("is-over", over > 0);
  const hasFiles = (event) => event.dataTransfer?.types.includes("Files");
  document.addEventListener("dragenter", (event) => {
    if (hasFiles(event)) over += 1;
    mark();
  });
  document.addEventListener("dragleave", (event) => {
    if (hasFiles(event)) over = Math.max(0, over - 1);
    mark();
  });
  document.addEventListener("dragover", (event) => {
    if (hasFiles(event)) event.preventDefault();
  });
  document.addEventListener("drop", (event) => {
    over = 0;
    mark();
    if (!event.dataTransfer?.files.length) return;
    event.preventDefault();
    const both = new DataTransfer();
    for (const file of [...files.files, ...event.dataTransfer.files]) both.items.add(file);
    files.files = both.files;
    show();
    toast(`${both.files.length} ${both.files.length === 1 ? "file is" : "files are"} chosen.`, "success");
  });

  keepFormatting(form);

  const button = form.querySelector("[data-busy]");
  const label = button.textContent;
  form.addEventListener("submit", () => {
    button.textContent = button.dataset.busy;
    button.disabled = true;
  });
  addEventListener("pageshow", () => {
    button.textContent = label;
    button.disabled = false;
  });
}

/* What is pasted from a browser or a word processor comes with its headings, lists and links; the box shows the words. */
function keepFormatting(form) {
  const { text, html } = form.elements;
  const note = form.querySelector("[data-pasted]");
  const say = () => {
    note.hidden = !html.value;
    note.textContent = html.value ? "Headings, lists and links are kept as they were copied. " : "";
    if (!html.value) return;
    const plain = document.createElement("button");
    plain.type = "button";
    plain.className = "link-button";
    plain.textContent = "Take the words alone";
    plain.addEventListener("click", forget);
    note.append(plain);
  };
  const forget = () => {
    html.value = "";
    say();
  };
  text.addEventListener("paste", (event) => {
    const formatted = event.clipboardData?.getData("text/html") ?? "";
    const whole = text.selectionStart === 0 && text.selectionEnd === text.value.length;
    const isTyped = /<(h[1-6]|p|li|blockquote|table|article)[\s>]/i.test(formatted);
    // Input follows, and would take the change for typing.
    if (whole && isTyped) {
      setTimeout(() => {
        html.value = formatted;
        say();
      });
    }
  });
  text.addEventListener("input", forget);
  say();
}

function browse() {
  const blocks = () => [...document.querySelectorAll("[data-block]")];
  const current = () => document.querySelector("[data-block].is-current, [data-block]:focus-within");

  const go = (block) => {
    if (!block) return true;
    for (const other of document.querySelectorAll("[data-block].is-current")) other.classList.remove("is-current");
    block.classList.add("is-current");
    block.querySelector("button").focus({ preventScroll: true });
    block.scrollIntoView({ block: "nearest" });
    return true;
  };
  const step = (by) => {
    const all = blocks();
    const at = all.indexOf(current());
    return go(at < 0 ? all[0] : all[Math.min(all.length - 1, Math.max(0, at + by))]);
  };
  const item = (by) => {
    const all = [...document.querySelectorAll("[data-item]")];
    const at = all.findIndex((link) => link.getAttribute("aria-current"));
    const next = all[at + by];
    if (next) location.assign(next.href);
    return true;
  };
  const press = (key) => {
    const button = document.querySelector(`.preview [data-key="${key}"]`);
    button?.click();
    return Boolean(button);
  };

  listenToKeys((command) => {
    if (command === "j") return step(1);
    if (command === "k") return step(-1);
    if (command === "n") return item(1);
    if (command === "p") return item(-1);
    if (command === "f" && current()) {
      current().requestSubmit();
      return true;
    }
    if (command === "s" || command === "o") return press(command);
    if (command === "leave") {
      document.activeElement?.blur();
      return true;
    }
    return false;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    const block = event.detail.elt?.matches?.("[data-block]") ? event.detail.elt : null;
    if (block && !inField(document.activeElement)) go(block);
  });

  document.querySelector(".batch-items [aria-current]")?.scrollIntoView({ block: "nearest" });
}
