/* Keeps what is typed into a field of a plain form on the device until the form has been sent and taken: a tab that is
   closed loses no words. Such a field is named by data-keep, on every page alike. */

const STORED = "kept:";

function remember(field) {
  try {
    if (field.value === field.defaultValue) localStorage.removeItem(STORED + field.dataset.keep);
    else localStorage.setItem(STORED + field.dataset.keep, field.value);
  } catch {
    // not kept where storage is blocked
  }
}

/** Puts what was kept back into the fields of a page or of a part of it. */
function restore(root) {
  for (const field of root.querySelectorAll("[data-keep]")) {
    try {
      field.value = localStorage.getItem(STORED + field.dataset.keep) ?? field.value;
    } catch {
      return;
    }
  }
}

document.addEventListener("input", ({ target }) => {
  if (target.matches("[data-keep]")) remember(target);
});

// Swaps come after this: the field that is there now is the one whose form was taken.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (detail.xhr.status >= 400) return;
  for (const field of detail.requestConfig.elt.querySelectorAll("[data-keep]")) {
    field.defaultValue = field.value;
    remember(field);
  }
});
document.addEventListener("htmx:afterSwap", () => restore(document));
restore(document);
