// Typing forms in quickly: a digit that is complete moves on to the next question, Enter and the arrows move as well.
"use strict";

const digits = [...document.querySelectorAll("[data-digits] .digit-row input")];

const move = (from, step) => {
  const next = digits[digits.indexOf(from) + step];
  if (next) {
    next.focus();
    next.select();
  }
};

for (const field of digits) {
  field.addEventListener("input", () => {
    if (/^[0-9]+$/.test(field.value) && field.value.length === field.maxLength) {
      move(field, 1);
    }
  });
  field.addEventListener("keydown", (event) => {
    const last = field === digits.at(-1);
    if (event.key === "ArrowUp") {
      event.preventDefault();
      move(field, -1);
    } else if (event.key === "ArrowDown" || (event.key === "Enter" && !last)) {
      event.preventDefault();
      move(field, 1);
    }
  });
}
