// What htmx cannot say: how old the live region is, whether the server answers, and how long a text may be.
"use strict";

(() => {
  const banner = () => document.getElementById("connection");
  const live = () => document.getElementById("live");
  let fetchedAt = Date.now();
  let reachable = true;

  // A poll must not close what a reader has opened, nor erase what somebody is typing.
  if (window.Idiomorph) {
    window.Idiomorph.defaults.callbacks.beforeNodeMorphed = (old, fresh) => {
      if (old.tagName === "TEXTAREA" && old.value !== old.defaultValue) fresh.value = old.value;
    };
    window.Idiomorph.defaults.callbacks.beforeAttributeUpdated = (name, node) =>
      !(name === "open" && node.tagName === "DETAILS") && !(name === "value" && node.type === "text");
  }

  function ago(seconds) {
    if (seconds < 60) return `${seconds} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
    return `${Math.floor(seconds / 86400)} days ago`;
  }

  function tellFreshness() {
    const told = document.querySelector("[data-freshness]");
    if (!told || !live()) return;
    const age = Math.max(0, Math.round((Date.now() - fetchedAt) / 1000));
    const text = reachable ? `Updated ${ago(age)}` : `Not updated: last answer ${ago(age)}`;
    if (told.textContent !== text) told.textContent = text;
  }

  function setReachable(now, message) {
    reachable = now;
    const shown = banner();
    if (!now) shown.textContent = message;
    shown.hidden = now;
    tellFreshness();
  }

  function tellTimes() {
    for (const time of document.querySelectorAll("time[datetime]")) {
      const text = ago(Math.max(0, Math.round((Date.now() - Date.parse(time.dateTime)) / 1000)));
      if (time.textContent !== text) time.textContent = text;
    }
  }

  const isFromLive = (event) => event.detail.elt && event.detail.elt.closest("#live");

  document.addEventListener("htmx:afterRequest", (event) => {
    const status = event.detail.xhr ? event.detail.xhr.status : 0;
    if (!status || status >= 500) return;
    setReachable(true);
    if (isFromLive(event) && (status < 300 || status === 409 || status === 422)) fetchedAt = Date.now();
    tellFreshness();
  });
  // "Started" is no longer news once the headline has moved on.
  const headline = () => document.querySelector("[data-headline]")?.textContent;
  let told = headline();
  function dropOldNews(event) {
    const now = headline();
    if (now === undefined || now === told) return;
    told = now;
    if (event.detail.requestConfig?.verb !== "get") return;
    for (const message of document.querySelectorAll("#messages .success")) message.remove();
  }

  // The approach stands outside of what is refreshed: say when it is not the newest any more.
  function tellNewerApproach() {
    const note = document.getElementById("newer-approach");
    const card = document.getElementById("approach");
    if (note && card) note.hidden = card.dataset.revision === live().dataset.revision;
  }

  document.addEventListener("htmx:afterSwap", (event) => {
    tellTimes();
    tellFreshness();
    dropOldNews(event);
    tellNewerApproach();
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(name, () =>
      setReachable(false, "The server cannot be reached. What you see may be out of date; trying again."));
  }
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const message = status === 404
      ? "This is no longer there: it may have been deleted. Reload the page."
      : status === 403
        ? "The server refused that: your session may have changed. Reload the page."
        : `The server answered with an error (${status}). What you see may be out of date; trying again.`;
    setReachable(false, message);
  });

  function tellSize(area) {
    const limit = Number(area.dataset.maxBytes);
    const size = new TextEncoder().encode(area.value.replace(/\r\n?/g, "\n")).length;
    const over = size > limit;
    const message = over
      ? `The text has ${size.toLocaleString("en")} bytes; at most ${limit.toLocaleString("en")} are accepted.`
      : "";
    area.setCustomValidity(message);
    const told = area.parentElement.querySelector(".size");
    if (told && told.textContent !== message) told.textContent = message;
  }

  document.addEventListener("input", (event) => {
    if (event.target.matches("textarea[data-max-bytes]")) tellSize(event.target);
    offerSample();
  });

  // The sample would take the place of what is written.
  function offerSample() {
    const offer = document.getElementById("use-sample");
    if (!offer) return;
    const fields = document.querySelectorAll("#id_name, #id_intent, #id_approach");
    offer.hidden = [...fields].some((field) => field.value.trim());
  }

  // A second press on "Create" would create a second one. Coming back to the page makes it fresh again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
    offerSample();
  });

  // What a link leads to may be folded away.
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.('a[href^="#need-"], a[href^="#passage-"]');
    const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
    for (let at = target?.parentElement; at; at = at.parentElement) {
      if (at.tagName === "DETAILS") at.open = true;
    }
  });

  tellTimes();
  tellFreshness();
  offerSample();
  setInterval(() => { tellFreshness(); tellTimes(); }, 1000);
})();
