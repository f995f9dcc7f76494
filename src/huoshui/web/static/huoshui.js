// Comfort on top of pages that read well without it: where a figure's card opens, a few keys, and a sign of waiting.
"use strict";

(() => {
  document.documentElement.classList.add("js");

  const margin = 12;
  let open = null;
  let closing = 0;

  const close = () => {
    if (open) open.classList.remove("open");
    open = null;
  };

  const show = (source) => {
    const card = source.nextElementSibling;
    if (!card || !card.classList.contains("card")) return;
    clearTimeout(closing);
    if (open === card) return;
    close();
    open = card;
    card.classList.add("open");
    const at = source.getBoundingClientRect();
    const size = card.getBoundingClientRect();
    const left = Math.min(Math.max(margin, at.left - 24), innerWidth - size.width - margin);
    const below = at.bottom + 6;
    const top = below + size.height > innerHeight - margin ? Math.max(margin, at.top - size.height - 6) : below;
    card.style.left = `${left}px`;
    card.style.top = `${top}px`;
  };

  const closeSoon = () => {
    clearTimeout(closing);
    closing = setTimeout(close, 180);
  };

  const sourceOf = (event) => event.target instanceof Element && event.target.closest(".src");
  const inCard = (event) => event.target instanceof Element && event.target.closest(".card.open");

  addEventListener("mouseover", (event) => {
    const source = sourceOf(event);
    if (source) show(source);
    else if (inCard(event)) clearTimeout(closing);
    else if (open) closeSoon();
  });
  addEventListener("focusin", (event) => {
    const source = sourceOf(event);
    if (source) show(source);
    else if (!inCard(event)) close();
  });
  addEventListener("scroll", close, { passive: true });

  // Review: one item at a time, judged by its keys
  const items = () => [...document.querySelectorAll(".doubt")];
  const itemNow = () => items().find((item) => item.contains(document.activeElement)) || items()[0];
  const toItem = (by) => {
    const all = items();
    const at = all.findIndex((item) => item.contains(document.activeElement));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  };
  const press = (action) => {
    const item = itemNow();
    const button = item && item.querySelector(`button[value="${action}"]`);
    if (button) button.click();
  };
  const correct = () => {
    const item = itemNow();
    const field = item && item.querySelector('input[name="value"]');
    if (field) field.focus();
  };
  if (new URLSearchParams(location.search).has("done") && items().length) items()[0].focus();

  // Keys
  const rows = () => [...document.querySelectorAll("tbody th.name > a:not(.said), tbody .quote a")];
  const step = (by) => {
    const links = rows();
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    const next = at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1);
    links[next].focus();
  };
  const keys = {
    "/": () => document.getElementById("q").select(),
    j: () => (items().length ? toItem(1) : step(1)),
    k: () => (items().length ? toItem(-1) : step(-1)),
    a: () => press("accept"),
    r: () => press("reject"),
    c: correct,
    s: () => items().length && toItem(1),
    "?": () => location.assign("/about"),
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      close();
      return;
    }
    const typing = event.target instanceof Element && event.target.closest("input, select, textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // A choice in the filters takes effect at once.
  addEventListener("change", (event) => {
    if (event.target instanceof HTMLSelectElement && event.target.form) event.target.form.requestSubmit();
  });

  // Fields that say nothing stay out of the address.
  addEventListener("submit", (event) => {
    for (const field of event.target.elements) {
      if (field.name && !field.value) field.disabled = true;
    }
  });

  // What takes longer than 300 ms shows that it works.
  let waiting = 0;
  addEventListener("beforeunload", () => {
    waiting = setTimeout(() => document.documentElement.classList.add("waiting"), 300);
  });
  addEventListener("pageshow", () => {
    clearTimeout(waiting);
    document.documentElement.classList.remove("waiting");
    for (const field of document.querySelectorAll("form :disabled")) field.disabled = false;
  });
})();
