/* Sends one entry of the outbox, and puts the server's answer into the page: blocks, cards, shelf and header, each in
   the place of what has its id. Other tabs on the same review are shown the same. */

import { askToSignIn, csrfToken } from "./site.js";

const PATIENCE = 20_000; // ms

/** The sender, `send` for the outbox; `atRest()` resolves when a swap may come, `refresh()` is called after it. */
export function createSender({ key, person, cards, atRest, refresh, status }) {
  const versions = new Map(remembered(key)); // of marks whose card may not be there: deleted ones
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel(key) : null;
  let asked = false; // whether the dialog about the expired sign-in has been shown

  /** The version of a mark or note that the server last told us; null if it has told us none. */
  function versionOf(uuid) {
    const version = cards.cardOf(uuid)?.dataset.version ?? versions.get(uuid);
    return version === undefined ? null : Number(version);
  }

  /** Puts every part of an answer into its place. */
  function apply(html) {
    const answer = new DOMParser().parseFromString(html, "text/html");
    for (const part of answer.querySelectorAll("body > [id]")) {
      if (part.id.startsWith("mark-")) cards.place(document.adoptNode(part));
      else document.getElementById(part.id)?.replaceWith(document.adoptNode(part));
    }
    refresh();
  }

  tabs?.addEventListener("message", async ({ data }) => {
    await atRest();
    apply(data);
    status.speak("Changed in another tab");
    status.elsewhere();
  });

  async function send({ url, uuid, kind, base, fields }) {
    let response;
    let html;
    try {
      response = await fetch(url, {
        method: "POST",
        body: new URLSearchParams({ uuid, version: base, person, ...fields }),
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
    const version = Number(response.headers.get("Mark-Version"));
    if (response.ok) {
      if (version && (kind === "delete" || kind === "restore")) {
        versions.set(uuid, version);
        remember(key, versions);
      }
      cards.confirm(uuid, fields);
      status.wasSaved();
      apply(html);
      tabs?.postMessage(html);
      return { version };
    }
    const refused = response.status === 404 ? "It is no longer there." : sentenceIn(html);
    if (response.status !== 409 || !version) return { refused };
    // Somebody, or oneself elsewhere, was faster: what is typed here goes with the refused entry, the card shows theirs.
    Object.assign(fields, cards.release(uuid));
    apply(html);
    versions.set(uuid, version);
    const theirs = cards.saved(uuid);
    return { refused, conflict: { version, gone: !theirs, theirs } };
  }

  return { send, versionOf };
}

/** What a refusal says. */
function sentenceIn(html) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelector(".notice")?.textContent ?? "";
  return said.replace(/\s+/g, " ").trim().slice(0, 400) || "The server refused this change.";
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
