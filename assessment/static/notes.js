// The id that a page made for what is being typed stays with it while the page around it is morphed: what was sent, got
// through and came without an answer is then the same when it is sent once more. Where notes are placed by hand, the keys
// 1 to 9 press its buttons, and the focus goes on to the next note; on a phone that sorts the next note comes into sight.
// Loaded after live.js.
"use strict";

if (document.querySelector("[data-live]")) {
  const WRITTEN = "textarea, [type=text], [type=date], [type=time]";
  const begun = (form) => [...form.elements].some((field) => field.matches(WRITTEN) && field.value !== field.defaultValue);
  const before = Idiomorph.defaults.callbacks.beforeNodeMorphed;

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, ...rest) =>
    old instanceof HTMLFormElement && "typed" in old.dataset && begun(old) ? false : before(old, ...rest);

  let pressed = "";
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-keys]");
    if (!form || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const button = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  });
  // The page takes the next note up a moment before htmx reads where it goes: what is sent is about the note that is seen.
  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target.matches("form[data-keys]")) event.detail.path = event.target.getAttribute("action");
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const button = document.activeElement;
    pressed = event.target.matches("form[data-keys]") && event.target.contains(button) ? button.dataset.key : "";
  });
  document.addEventListener("htmx:afterSettle", () => {
    if (!pressed || ![document.body, document.getElementById("main")].includes(document.activeElement)) return;
    const next = document.querySelector("form[data-keys]");
    (next?.querySelector(`[data-key="${pressed}"]`) ?? next?.querySelector("button"))?.focus();
    pressed = "";
  });

  // The next note to sort is shown with its first criteria, wherever the finger was among those of the one before.
  const nameNote = () => document.querySelector("#sort-now input[name=note]")?.value;
  let held = nameNote();
  document.addEventListener("htmx:afterSettle", () => {
    const now = nameNote();
    const top = document.getElementById("live").offsetTop;
    if (now && now !== held && window.scrollY > top) window.scrollTo(0, top);
    held = now;
  });
}
