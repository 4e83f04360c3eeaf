// The id that a page made for what is being typed stays with it while the page around it is morphed: what was sent, got
// through and came without an answer is then the same when it is sent once more. Loaded after live.js.
"use strict";

if (document.querySelector("[data-live]")) {
  const begun = (form) => [...form.elements].some((field) => field.type === "textarea" && field.value !== field.defaultValue);
  const before = Idiomorph.defaults.callbacks.beforeNodeMorphed;

  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, ...rest) =>
    old instanceof HTMLFormElement && "typed" in old.dataset && begun(old) ? false : before(old, ...rest);
}
