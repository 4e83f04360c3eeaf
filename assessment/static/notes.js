// The id that a page made for what is being typed stays with it while the page around it is morphed: what was sent, got
// through and came without an answer is then the same when it is sent once more. Where notes are placed by hand, the keys
// 1 to 9 press its buttons, and the focus goes on to the next note; on a phone that sorts the next note comes into sight.
// Loaded after live.js.
"use strict";

if (document.querySelector("[data-live]") && window.Idiomorph) {
  const WRITTEN = "textarea, [type=text], [type=date], [type=time]";
  const begun = (form) => [...form.elements].some((field) => field.matches(WRITTEN) && field.value !== field.defaultValue);
  const before = Idiomorph.defaults.callbacks.beforeNodeMorphed;

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, ...rest) =>
    old instanceof HTMLFormElement && "typed" in old.dataset && begun(old) ? false : before(old, ...rest);

  document.addEventListener("keydown", (event) => {
    const form = event.target.closest("form[data-keys]");
    if (!form || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    const button = [...form.querySelectorAll("[data-key]")].find((one) => one.dataset.key === event.key);
    if (!button) return;
    event.preventDefault();
    button.focus();
    button.click();
  });

  // The focus comes back to the buttons of the next note in the same moment as the note, so that no key falls between two.
  // Until the last press is answered, also where its button is gone by then and the page hears no more of it.
  let due = null;
  let pressed = "";
  const findKey = (form, key) => document.querySelector(`form[${form}] ${key ? `[data-key="${key}"]` : "button"}`);
  const takeUp = () => {
    const at = document.activeElement;
    const isLost = [document.body, document.getElementById("main")].includes(at);
    if (isLost && pressed) (findKey("data-keys", pressed) ?? findKey("data-keys"))?.focus();
    else if (!at.closest("form[data-keys]") && !at.matches(WRITTEN)) findKey("data-first")?.focus();
  };
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (event.detail.requestConfig.verb === "get") return;
    const button = document.activeElement;
    const { xhr } = event.detail;
    due = xhr;
    xhr.addEventListener("loadend", () => {
      if (due === xhr) due = null;
    });
    pressed = event.target.matches("form[data-keys]") && event.target.contains(button) ? button.dataset.key : "";
  });
  document.addEventListener("htmx:afterSwap", () => {
    if (due) takeUp();
  });
  // Whoever clicks beside everything, or opens the wall, goes on with the keys.
  document.addEventListener("click", () => {
    if (document.activeElement.matches("body, #main, a[target]")) findKey("data-first")?.focus();
  });
  takeUp();

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
