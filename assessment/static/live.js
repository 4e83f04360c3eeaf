// A live screen looks again when its session has changed. A stream tells the number of the latest change; while none
// comes through, the screen asks for it every five seconds. The screen compares it with the number it was drawn at, so
// that a lost connection, or a look that failed, loses nothing. What is being typed stays as it is.
"use strict";

const live = document.querySelector("[data-live]");
// Where the line broke before all scripts had come, the page stays one without script, with its link to what is new.
if (live && window.htmx && window.Idiomorph) {
  document.querySelector(".look-anew").remove();
  const PACE = 5000;
  // The stream says something every five seconds: silence for longer means that it is dead.
  const SILENCE = 13000;
  const AGAIN = 10000;
  const here = live.getAttribute("hx-get");
  const ends = new WeakMap();
  let told = 0;
  let looking = 0;
  let source = null;
  let heard = 0;
  let asking = 0;
  let opening = 0;

  const part = () => document.getElementById("live");
  const drawn = () => Number(part().dataset.version);
  const isOver = () => part().dataset.state === "ended";

  const say = (words) => {
    const place = document.getElementById("connection");
    if (place && place.textContent !== words) place.textContent = words;
  };
  const lookAnew = () => {
    looking = Date.now();
    htmx.trigger(live, "look");
  };
  const look = () => {
    if (told > drawn() && Date.now() - looking >= AGAIN) lookAnew();
  };
  const hear = (version) => {
    heard = Date.now();
    told = Math.max(told, Number(version));
    say("");
    look();
  };

  const ask = async () => {
    try {
      const answer = await fetch(live.dataset.ask, { cache: "no-store", signal: AbortSignal.timeout(PACE) });
      // Whoever has no seat any more is led to the door, which is no number.
      if (answer.redirected) location.assign(here);
      else if (answer.ok) hear(await answer.text());
      else say(live.dataset.lost);
    } catch {
      say(live.dataset.lost);
    }
  };
  const startAsking = () => {
    if (asking) return;
    asking = setInterval(ask, PACE);
    ask();
  };
  const stopAsking = () => {
    clearInterval(asking);
    asking = 0;
  };

  const close = () => {
    clearTimeout(opening);
    opening = 0;
    if (source) source.close();
    source = null;
  };
  // All phones lose a server at the same moment: they do not come back at the same moment.
  const openLater = () => {
    opening = opening || setTimeout(open, AGAIN * (0.5 + Math.random()));
  };
  const open = () => {
    close();
    if (isOver()) return;
    source = new EventSource(live.dataset.stream);
    heard = Date.now();
    source.addEventListener("change", (event) => {
      stopAsking();
      hear(event.data);
    });
    source.addEventListener("error", () => {
      startAsking();
      // A server that has no stream to give closes it for good; otherwise the browser tries again by itself.
      if (source.readyState === EventSource.CLOSED) openLater();
    });
  };

  // A line that died without a word, such as that of a phone which slept, is noticed by its silence.
  setInterval(() => {
    if (source && !isOver() && Date.now() - heard > SILENCE) {
      startAsking();
      open();
    }
  }, PACE);
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && !isOver()) ask();
  });
  window.addEventListener("offline", () => {
    if (!isOver()) startAsking();
  });
  window.addEventListener("online", () => {
    if (!isOver()) open();
  });

  // What somebody has begun to fill in, has opened or chosen stays through a refresh, and so do the connection's words. A
  // button that has the focus is drawn anew like everything else: it must do what it says.
  const isBegun = (node) =>
    (node.matches("textarea, input:not([type=hidden], [type=radio], [type=checkbox])") &&
      (node.value !== node.defaultValue || node === document.activeElement)) ||
    (node.matches("[type=radio], [type=checkbox]") && node.checked !== node.defaultChecked) ||
    (node.matches("select") && node === document.activeElement);
  Idiomorph.defaults.callbacks.beforeNodeMorphed = (old) =>
    !(old instanceof Element && (old.id === "connection" || isBegun(old)));
  Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.matches("details"));

  // A control that is gone when the part is drawn again leaves the focus at the content, not at the top of the page.
  let holds = false;

  // Answers come in any order, and after what was pressed is gone from the page: htmx knows then no more what the part
  // takes, so it is said here. A higher number was drawn by the server later. Of two with one number, what was asked before
  // the last press was shown may not know of that press yet.
  const began = new WeakMap();
  let pressed = 0;
  const isOlder = (version, asked) => version < drawn() || (version === drawn() && asked < pressed);

  const draw = ({ xhr, requestConfig, pathInfo }, next) => {
    const isPress = requestConfig.verb !== "get";
    const version = Number(next.dataset.version);
    if (!isOlder(version, began.get(xhr))) {
      if (isPress) pressed = performance.now();
      // Settled at once: a press in between would be about a page that is gone.
      const how = { swapStyle: "morph:outerHTML", swapDelay: 0, settleDelay: 0 };
      htmx.swap(part(), xhr.response, how, { select: "#live", contextElement: live, eventInfo: { pathInfo } });
    } else if (isPress && version === drawn()) {
      lookAnew();
    }
  };

  // A form takes up what comes next a moment before htmx reads where it goes: what is sent is about what is seen.
  live.addEventListener("htmx:configRequest", ({ target, detail }) => {
    if (target.matches("form")) detail.path = target.getAttribute("action");
  });
  live.addEventListener("htmx:beforeRequest", (event) => began.set(event.detail.xhr, performance.now()));
  live.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, pathInfo, shouldSwap } = event.detail;
    const page = new DOMParser().parseFromString(xhr.response, "text/html").querySelector("[data-live]");
    const next = page?.dataset.of === live.dataset.of && page.querySelector("#live");
    event.detail.shouldSwap = false;
    holds = part().contains(document.activeElement);
    // The door, an error or another page came instead: the browser goes where it leads. A server that fails is asked again.
    if (!next && xhr.status < 500) {
      const asked = new URL(pathInfo.finalRequestPath, location.href).href;
      location.assign(xhr.responseURL === asked ? here : xhr.responseURL);
    } else if (next && shouldSwap) {
      draw(event.detail, next);
    }
  });
  live.addEventListener("htmx:afterSwap", () => {
    if (holds && document.activeElement === document.body) document.getElementById("main").focus({ preventScroll: true });
  });
  // What is given up for a newer press, or a newer look, is no lost connection.
  let givenUp = false;
  live.addEventListener("htmx:abort", () => {
    givenUp = true;
    queueMicrotask(() => {
      givenUp = false;
    });
  });
  live.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt === live) looking = 0;
    if (!event.detail.successful && !givenUp) {
      say(live.dataset.lost);
      startAsking();
    }
  });
  live.addEventListener("htmx:afterSettle", () => {
    tell();
    if (isOver()) {
      close();
      stopAsking();
    }
    look();
  });

  // How long a phase still takes. The server says how long, so that a phone whose clock is wrong shows the same.
  const tell = () => {
    for (const clock of document.querySelectorAll("time[data-left]")) {
      const drawn = `${clock.dataset.at} ${clock.dataset.left}`;
      if (ends.get(clock)?.drawn !== drawn) ends.set(clock, { drawn, at: Date.now() + 1000 * clock.dataset.left });
      const left = Math.round((ends.get(clock).at - Date.now()) / 1000);
      const whole = Math.abs(left);
      const words = `${left < 0 ? "+" : ""}${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
      if (clock.textContent !== words) clock.textContent = words;
      clock.classList.toggle("over", left < 0);
    }
  };
  tell();
  setInterval(tell, 1000);

  // What is pressed far down leads to the same page again: it is shown where it was left, unless the room has gone on.
  const LEFT = "left-at";
  const name = () => `${location.pathname} ${document.querySelector("#now > span")?.textContent}`;
  document.addEventListener("submit", () => {
    sessionStorage.setItem(LEFT, JSON.stringify([name(), window.scrollY]));
  });
  const [left, at] = JSON.parse(sessionStorage.getItem(LEFT) || "[]");
  sessionStorage.removeItem(LEFT);
  if (left === name() && !location.hash && !document.querySelector("[role=alert]")) window.scrollTo(0, at);
  if (!isOver()) open();
}
