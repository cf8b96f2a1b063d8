/* The theme switch. Loaded in the head and not as a module, so that a remembered theme is set before the first paint. */
(() => {
  "use strict";
  const root = document.documentElement;
  const remembered = () => {
    try {
      return localStorage.getItem("theme") || "";
    } catch {
      return ""; // storage is blocked: the system decides
    }
  };
  const apply = (theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
  };
  const show = () => {
    for (const box of document.querySelectorAll("[data-theme-switch]")) {
      box.hidden = false;
      for (const radio of box.querySelectorAll("input")) radio.checked = radio.value === remembered();
    }
  };

  apply(remembered());
  document.addEventListener("DOMContentLoaded", show);
  document.addEventListener("change", (event) => {
    if (!event.target.closest?.("[data-theme-switch]")) return;
    try {
      localStorage.setItem("theme", event.target.value);
    } catch {
      // not remembered, but applied to this page all the same
    }
    apply(event.target.value);
  });
  addEventListener("storage", (event) => {
    if (event.key !== "theme") return;
    apply(remembered());
    show();
  });
})();
