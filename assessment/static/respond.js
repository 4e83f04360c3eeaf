// What a page with answers does by itself: says when saving failed, never shows "Saved" beside unsaved text, stays as it
// is until the server has it, offers to send it again, and brings a person who made a mistake to the summary.
// Everything works without it. Nothing is put into the browser's storage.
"use strict";

const summary = document.querySelector(".error-summary");
if (summary) {
  summary.focus();
}

// htmx notes the page's address in the tab's storage, for a history that we do not use.
try {
  sessionStorage.removeItem("htmx-current-path-for-history");
} catch {
  // A browser that allows no storage holds none.
}

const form = document.querySelector("form[data-unsent]");
const line = document.getElementById("saved");
const again = document.getElementById("again");
const GIVE_UP_AFTER = 30_000;
const SAY_SENDING_AFTER = 1_000;
const WAIT_FOR_SAVE = 3_000;

if (form && line) {
  // The server keeps nothing older than what it has: a save may come after the one that follows it.
  const counted = form.elements.edits;
  let edits = counted ? Number(counted.value) : 0;
  let sent = edits;
  let sendAgain = () => {};
  let saving = Promise.resolve();
  let isSending = false;

  // A line to be said here, not a page to be shown.
  const isPlain = (type) => (type || "").startsWith("text/plain");
  const clear = () => {
    line.textContent = "";
    line.classList.remove("failed");
    if (again) {
      again.hidden = true;
    }
  };
  const tell = (text, retry) => {
    line.textContent = text;
    line.classList.add("failed");
    if (again) {
      again.hidden = false;
      sendAgain = retry;
    }
  };

  // Saving as somebody goes, by htmx.
  const save = () => form.dispatchEvent(new Event("change", { bubbles: true }));
  const tellUnsent = () => tell(form.dataset.unsent, save);
  form.addEventListener("input", () => {
    edits += 1;
    if (counted) {
      counted.value = edits;
    }
    clear();
  });
  document.body.addEventListener("htmx:beforeRequest", (event) => {
    if (isSending) {
      event.preventDefault(); // the page that is being sent holds it all
      return;
    }
    sent = edits;
    saving = new Promise((done) => event.detail.elt.addEventListener("htmx:afterRequest", done, { once: true }));
  });
  // What was filled in before this script came is saved too; what a browser puts back by itself may be older.
  const isFilled = (field) =>
    field.matches("[type=radio]") ? field.checked !== field.defaultChecked : field.matches("textarea") && field.value !== field.defaultValue;
  document.addEventListener("DOMContentLoaded", () => {
    const [how] = performance.getEntriesByType("navigation");
    if (how?.type === "navigate" && [...form.elements].some(isFilled)) {
      form.dispatchEvent(new Event("input", { bubbles: true }));
      save();
    }
  });
  // An answer to an older save says nothing about what was filled in since: the save that follows will.
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (sent !== edits) {
      event.detail.shouldSwap = false;
    } else if (event.detail.shouldSwap) {
      clear();
    }
  });
  document.body.addEventListener("htmx:sendError", tellUnsent);
  document.body.addEventListener("htmx:timeout", tellUnsent);
  document.body.addEventListener("htmx:responseError", ({ detail: { xhr } }) => {
    const said = isPlain(xhr.getResponseHeader("Content-Type")) ? xhr.responseText : form.dataset.refused;
    tell(said || form.dataset.unsent, save);
  });

  // Sending the page. The browser by itself would throw it away for a page of its own that says what is wrong.
  const submitPlainly = (button) => {
    if (button && button.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: button.name, value: button.value });
      form.append(pressed);
    }
    form.submit();
  };
  const post = async (button) => {
    const body = new URLSearchParams(new FormData(form));
    if (button && button.name) {
      body.append(button.name, button.value);
    }
    const waiting = new AbortController();
    const ending = setTimeout(() => waiting.abort(), GIVE_UP_AFTER);
    const headers = { "X-Stay": "1" };
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers, redirect: "manual", signal: waiting.signal });
      return { answer, text: await answer.text() };
    } finally {
      clearTimeout(ending);
    }
  };
  const use = ({ answer, text }, button) => {
    const next = answer.headers.get("Leads-To");
    if (next) {
      location.assign(next);
    } else if (answer.status >= 500 || answer.status === 429) {
      tell(form.dataset.refused, () => send(button));
    } else if (isPlain(answer.headers.get("Content-Type"))) {
      tell(text, () => send(button));
    } else if (answer.status >= 400) {
      // A page that says what is wrong, with everything filled in: the browser fetches it as it would have.
      submitPlainly(button);
    } else {
      tell(form.dataset.unsent, () => send(button)); // broken off before all was said
    }
  };
  const send = async (button) => {
    if (isSending) {
      return;
    }
    isSending = true;
    clear();
    const saying = setTimeout(() => {
      line.textContent = form.dataset.sending;
    }, SAY_SENDING_AFTER);
    try {
      await Promise.race([saving, new Promise((done) => setTimeout(done, WAIT_FOR_SAVE))]);
      use(await post(button), button);
    } catch {
      tell(form.dataset.unsent, () => send(button));
    } finally {
      clearTimeout(saying);
      isSending = false;
    }
  };
  if (again && "submitter" in SubmitEvent.prototype) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.submitter);
    });
    again.addEventListener("click", () => sendAgain());
  }
}
