/* Sends one entry of the outbox and puts the server's answer into the page. */

import { askToSignIn, csrfToken } from "./site.js";

const PATIENCE = 20_000; // ms

/** The sender, `send` for the outbox; `atRest()` resolves when a swap may come, `refresh()` is called after it. */
export function createSender({ key, cards, atRest, refresh, status }) {
  const versions = new Map(remembered(key)); // of marks whose card may not be there: deleted ones
  let asked = false; // whether the dialog about the expired sign-in has been shown

  /** The version of a mark that the server last told us; null if it has told us none. */
  function versionOf(uuid) {
    const version = cards.cardOf(uuid)?.dataset.version ?? versions.get(uuid);
    return version === undefined ? null : Number(version);
  }

  function swap(html) {
    const putBack = cards.keep();
    htmx.swap(document.getElementById("notice"), html, { swapStyle: "none", settleDelay: 0, swapDelay: 0 });
    putBack();
    refresh();
  }

  async function send({ url, uuid, base, fields }) {
    const version = versionOf(uuid) ?? base ?? 0;
    let response;
    let html;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ uuid, version, ...fields }),
        headers: { "HX-Request": "true", "X-CSRFToken": csrfToken() },
        signal: AbortSignal.timeout(PATIENCE),
      });
      html = await response.text();
    } catch {
      return { later: "offline" };
    }
    if (response.status === 401 || response.redirected) {
      if (!asked) askToSignIn();
      asked = true;
      return { later: "signed out" };
    }
    if (response.status >= 500 || response.status === 429) return { later: "no answer from the server", failed: true };
    asked = false;
    await atRest();
    if (response.ok) {
      versions.set(uuid, Number(response.headers.get("Mark-Version") ?? version + 1));
      remember(key, versions);
      cards.confirm(uuid, fields);
      status.wasSaved();
      swap(html);
      return {};
    }
    if (response.status === 409 || response.status === 422) swap(html);
    return { refused: messageIn(html) || "The server refused this change." };
  }

  return { send, versionOf };
}

function remembered(key) {
  try {
    return JSON.parse(sessionStorage.getItem(key)) ?? [];
  } catch {
    return [];
  }
}

function remember(key, versions) {
  try {
    sessionStorage.setItem(key, JSON.stringify([...versions]));
  } catch {
    // undo of a deletion then works until the page is reloaded
  }
}

/** The sentence in an answer: what is left of it without its out-of-band parts. */
function messageIn(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  for (const part of page.querySelectorAll("[hx-swap-oob], script, style, title")) part.remove();
  return page.body.textContent.replace(/\s+/g, " ").trim().slice(0, 400);
}
