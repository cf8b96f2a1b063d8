/* The bell: how many notices are unread, without a reload, and the newest of them below it. */

import { csrfToken } from "./site.js";

const EVERY = 45_000;
const REMEMBERED = "bell";
const bell = document.getElementById("bell");
const count = document.getElementById("bell-count");
const menu = document.getElementById("bell-menu");
let known = "";
let timer = 0;

/** Shows a count, and remembers it so that the next page begins with it. */
function show(html) {
  count.innerHTML = html;
  known = count.querySelector("[data-state]")?.dataset.state ?? "";
  sessionStorage.setItem(REMEMBERED, html);
}

/** Asks whether anything changed; nothing is asked while the page is hidden, nor after the sign-in has expired. */
async function ask() {
  clearTimeout(timer);
  if (document.visibilityState === "hidden") return;
  try {
    const answer = await fetch(`${bell.dataset.countUrl}?known=${encodeURIComponent(known)}`, {
      headers: { "HX-Request": "true" },
    });
    if (answer.status === 200) show(await answer.text());
    if (answer.status === 401 || answer.status === 403) return;
  } catch {
    // No connection: the next time will tell.
  }
  timer = setTimeout(ask, EVERY);
}

/** Opens the newest notices below the bell; where that fails, the list itself. */
async function open(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  if (menu.matches(":popover-open")) {
    menu.hidePopover();
    return;
  }
  try {
    const answer = await fetch(bell.dataset.newestUrl, { headers: { "HX-Request": "true" } });
    if (!answer.ok) throw new Error(String(answer.status));
    menu.innerHTML = await answer.text();
    menu.showPopover();
    menu.focus();
  } catch {
    location.assign(event.target.closest("a").href);
  }
}

/** Notes that a notice was read when its link is followed; the page that opens does not wait for it. */
function follow(event) {
  const link = event.target.closest("a[data-notice]");
  if (!link) return;
  fetch(bell.dataset.readUrl, {
    method: "POST",
    keepalive: true,
    headers: { "X-CSRFToken": csrfToken(), "X-Requested-With": "bell" },
    body: new URLSearchParams({ notice: link.dataset.notice }),
  });
}

if (bell) {
  show(sessionStorage.getItem(REMEMBERED) ?? "");
  bell.querySelector(".bell-link").addEventListener("click", open);
  document.addEventListener("click", follow);
  document.addEventListener("visibilitychange", ask);
  ask();
}
