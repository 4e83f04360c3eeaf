// Before a facilitator goes on, what was typed and is not saved yet is said, once: a second press goes on without it.
// Loaded after live.js.
"use strict";

{
  const WRITTEN = "textarea, [type=text], [type=date], [type=time]";
  const isUnsaved = (form) => form.matches(".has-error") || [...form.elements].some((field) => field.matches(WRITTEN) && field.value !== field.defaultValue);

  const findUnsaved = () => [...document.querySelectorAll("#live form[data-typed]")].find(isUnsaved);

  const ask = (event) => {
    const notice = document.getElementById("unsaved");
    const form = findUnsaved();
    if (!notice?.hidden || !form) return;
    event.preventDefault();
    notice.hidden = false;
    form.querySelector(WRITTEN).focus();
  };

  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-leaves]")) ask(event);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest("a[data-leaves]")) ask(event);
  });

  // In a full room the page is drawn anew all the time: what was said stays as long as it is true.
  if (window.Idiomorph) {
    const before = Idiomorph.defaults.callbacks.beforeAttributeUpdated;
    Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node, ...rest) =>
      name === "hidden" && node.id === "unsaved" ? false : before(name, node, ...rest);
  }
  document.addEventListener("htmx:afterSettle", () => {
    const notice = document.getElementById("unsaved");
    if (notice && !findUnsaved()) notice.hidden = true;
  });
}
