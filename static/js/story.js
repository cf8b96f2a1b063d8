/* A story's page: its keys, and the opened row kept in view when the matrix is swapped. */

import "./pagekeys.js";

document.body.addEventListener("htmx:afterSwap", () => {
  document.querySelector(".matrix .is-open")?.scrollIntoView({ block: "nearest" });
});
