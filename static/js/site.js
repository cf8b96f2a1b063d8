/* What every page does: says when a request fails, and opens a dialog when the sign-in has expired. */

/** Shows a sentence at the corner of the page (spoken politely); it stays until it is clicked or ten seconds have passed. */
export function toast(text, kind = "warning") {
  const box = document.createElement("p");
  box.className = `notice ${kind}`;
  box.textContent = text;
  box.addEventListener("click", () => box.remove());
  setTimeout(() => box.remove(), 10_000);
  document.getElementById("toasts")?.append(box);
}

/** Opens the dialog that offers to sign in again in another tab. */
export function askToSignIn() {
  const dialog = document.getElementById("signed-out");
  if (dialog && !dialog.open) dialog.showModal();
}

/** The token against forged requests: from the cookie, which stays right when one signs in again in another tab. */
export function csrfToken() {
  const cookie = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
  return cookie ? cookie[1] : (JSON.parse(document.body.getAttribute("hx-headers") || "{}")["X-CSRFToken"] ?? "");
}

/** How many changes wait on this device to be sent, over all articles. */
function waitingChanges() {
  try {
    const keys = Object.keys(localStorage).filter((key) => key.startsWith("outbox:"));
    return keys.reduce((sum, key) => sum + JSON.parse(localStorage.getItem(key)).length, 0);
  } catch {
    return 0;
  }
}

document.addEventListener("htmx:configRequest", (event) => {
  event.detail.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("submit", (event) => {
  const waiting = event.target.matches("[data-sign-out]") ? waitingChanges() : 0;
  const question = `${waiting} of your changes are still on this device only. Sign out all the same?`;
  if (waiting && !confirm(question)) event.preventDefault();
});

document.addEventListener("htmx:responseError", (event) => {
  const status = event.detail.xhr.status;
  if (status === 401) askToSignIn();
  else if (status === 403) toast("You may not do this. Nothing was changed.", "error");
  else if (status === 404) toast("This is no longer there. Reload the page to see how it stands.", "error");
  else toast("The server could not do this. Nothing was changed; please try again.", "error");
});

document.addEventListener("htmx:sendError", () => {
  toast("No connection. Nothing was sent; what you typed is still here.", "error");
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "k" || !(event.ctrlKey || event.metaKey)) return;
  const field = document.querySelector(".site-search input");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

// The browser's history keeps a page as markup: what was typed into a search has to be in it.
document.addEventListener("htmx:beforeHistorySave", () => {
  for (const field of document.querySelectorAll("input[type=search]")) field.setAttribute("value", field.value);
});
