// Before a facilitator goes on, what was typed and is not saved yet is said, once: a second press goes on without it.
"use strict";

{
  const WRITTEN = "textarea, [type=text], [type=date], [type=time]";
  const isUnsaved = (form) => form.matches(".has-error") || [...form.elements].some((field) => field.matches(WRITTEN) && field.value !== field.defaultValue);

  const ask = (event) => {
    const notice = document.getElementById("unsaved");
    const form = [...document.querySelectorAll("#live form[data-typed]")].find(isUnsaved);
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
}
