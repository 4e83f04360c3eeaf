// What a page of questions does beyond htmx: says when saving failed, never shows "Saved" beside unsaved text, and
// brings a person who made a mistake to the summary. Everything works without it.
"use strict";

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
}

const form = document.querySelector("form[data-unsent]");
const line = document.getElementById("saved");
if (form && line) {
  const tellUnsent = () => {
    line.textContent = form.dataset.unsent;
  };
  let edits = 0;
  let sent = 0;
  form.addEventListener("input", () => {
    edits += 1;
    line.textContent = "";
  });
  document.body.addEventListener("htmx:beforeRequest", () => {
    sent = edits;
  });
  // An answer to an older save says nothing about what was filled in since: the save that follows will.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (sent !== edits) {
      event.detail.shouldSwap = false;
    }
  });
  document.body.addEventListener("htmx:sendError", tellUnsent);
  document.body.addEventListener("htmx:responseError", tellUnsent);
  document.body.addEventListener("htmx:timeout", tellUnsent);
}
