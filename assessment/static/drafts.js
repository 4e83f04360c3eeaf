// What somebody in a room has typed and not sent stays in this tab, whatever the room goes on to: it stands in its box when
// that is there again, and until then the page says that it was not sent. Nobody else gets to see it: it is gone once it
// is sent, when the session ends, and when somebody else has the seat. Loaded after live.js and notes.js, where they are.
"use strict";

{
  const KEY = "unsent";
  const owner = document.querySelector("[data-of]")?.dataset.of;

  const read = () => {
    const kept = JSON.parse(sessionStorage.getItem(KEY) || "{}");
    return owner && kept.of === owner ? kept.forms : {};
  };
  const write = (forms) => {
    if (Object.keys(forms).length) sessionStorage.setItem(KEY, JSON.stringify({ of: owner, forms }));
    else sessionStorage.removeItem(KEY);
  };

  const listTyped = (form) =>
    [...form.elements]
      .filter((field) => field.matches("textarea, [type=text], [type=email]") && field.value !== field.defaultValue)
      .map((field) => field.value.trim())
      .filter(Boolean);

  const keep = (form, sent) => {
    const forms = read();
    const typed = listTyped(form);
    if (typed.length) {
      const values = Object.fromEntries(new FormData(form));
      delete values.csrf_token;
      forms[form.id] = { kind: form.dataset.draft, path: location.pathname, said: typed.join(" · "), values, sent };
    } else if (!("refused" in form.dataset)) {
      delete forms[form.id];
    } else if (form.id in forms) {
      forms[form.id].sent = sent;
    }
    write(forms);
  };

  // A change to a note that was shown meanwhile has no box any more: it becomes a note of its own.
  const rehome = (forms) => {
    const box = document.getElementById("new-note");
    const lost = Object.keys(forms).find((id) => forms[id].kind === "note" && !document.getElementById(id));
    if (!box || !lost || "new-note" in forms || listTyped(box).length) return;
    forms["new-note"] = { ...forms[lost], values: { text: forms[lost].values.text } };
    delete forms[lost];
    write(forms);
  };

  // A form that was refused holds what was sent already, and what has changed on the server since.
  const putBack = (forms) => {
    for (const form of document.querySelectorAll("form[data-draft]:not([data-refused])")) {
      const kept = forms[form.id];
      if (!kept || listTyped(form).length) continue;
      for (const field of form.elements) {
        if (!(field.name in kept.values)) continue;
        if (field.type === "radio") field.checked = field.value === kept.values[field.name];
        else field.value = kept.values[field.name];
      }
      form.closest("details")?.setAttribute("open", "");
    }
  };

  const make = (tag, className, words) => {
    const made = document.createElement(tag);
    made.className = className;
    made.textContent = words;
    return made;
  };
  const makeNotice = (place, id, kept) => {
    const words = { note: place.dataset.note, explanation: place.dataset.explanation };
    const leads = kept.kind === "card" || document.querySelector(`a[href="${CSS.escape(kept.path)}"]:not(#unsent a)`);
    const told = place.dataset.said.replace("{words}", () => kept.said);
    const notice = make("div", "notice", "");
    const row = make("p", "unsent-row", "");
    notice.append(make("p", "", leads ? told : `${told} ${words[kept.kind]}`), row);
    if (leads) {
      const link = make("a", "button quiet", place.dataset.on);
      link.href = kept.path;
      row.append(link);
    }
    const hide = make("button", "link-button", place.dataset.hide);
    hide.type = "button";
    hide.addEventListener("click", () => {
      const forms = read();
      if (id in forms) forms[id].hidden = true;
      write(forms);
      tell();
      document.getElementById("main").focus({ preventScroll: true });
    });
    row.append(hide);
    return notice;
  };
  const tell = () => {
    const place = document.getElementById("unsent");
    if (!place) return;
    const told = Object.entries(read()).filter(([id, kept]) => !kept.hidden && !kept.sent && !document.getElementById(id));
    const notices = told.map(([id, kept]) => makeNotice(place, id, kept));
    const isSame = notices.length === place.children.length && notices.every((one, at) => one.isEqualNode(place.children[at]));
    if (!isSame) place.replaceChildren(...notices);
  };

  const refresh = () => {
    if (document.getElementById("live")?.dataset.state === "ended") write({});
    rehome(read());
    putBack(read());
    tell();
  };
  // The page that follows says whether the server has taken what was sent.
  const begin = () => {
    const isTaken = new URLSearchParams(location.search).has("sent");
    const forms = Object.entries(read()).filter(([, kept]) => !(kept.sent && isTaken));
    write(Object.fromEntries(forms.map(([id, kept]) => [id, { ...kept, sent: false }])));
    if (isTaken) history.replaceState(null, "", location.pathname);
    refresh();
  };

  if (window.Idiomorph) {
    const before = Idiomorph.defaults.callbacks.beforeNodeMorphed;
    Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, ...rest) => (old.id === "unsent" ? false : before(old, ...rest));
  }
  document.addEventListener("input", (event) => {
    const form = event.target.closest("form[data-draft]");
    if (form) keep(form, false);
  });
  document.addEventListener("submit", (event) => {
    if ("draft" in event.target.dataset) keep(event.target, true);
  });
  document.addEventListener("htmx:afterSettle", refresh);
  window.addEventListener("pageshow", (event) => {
    if (event.persisted) begin();
  });
  // What was typed before this script came is kept too; what a browser puts back by itself may have been sent.
  const [how] = performance.getEntriesByType("navigation");
  for (const form of document.querySelectorAll("form[data-draft]")) {
    if (how?.type === "navigate" && listTyped(form).length) keep(form, false);
  }
  begin();
}
