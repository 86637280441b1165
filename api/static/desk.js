// The desk's keyboard: search while typing, arrows and Enter, "/" back to the search box. The page works without it too.
"use strict";

const WAIT_MS = 120;
const box = document.getElementById("q");
const results = document.getElementById("results");
const guide = document.getElementById("guide");
const state = document.getElementById("state");
let chosen = -1;
let asked = 0;
let timer = 0;

function options() {
  return Array.from(results.querySelectorAll("[role=option]"));
}

function choose(index) {
  const all = options();
  chosen = all.length ? (index + all.length) % all.length : -1;
  all.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
  if (chosen < 0) box.removeAttribute("aria-activedescendant");
  else {
    box.setAttribute("aria-activedescendant", all[chosen].id);
    all[chosen].scrollIntoView({ block: "nearest" });
  }
}

function option(item, index) {
  const row = document.createElement("li");
  row.id = `result-${index}`;
  row.setAttribute("role", "option");
  const link = document.createElement("a");
  link.href = `/desk?q=${encodeURIComponent(box.value)}&code=${encodeURIComponent(item.code)}`;
  link.tabIndex = -1;
  link.dataset.code = item.code;
  link.textContent = item.name;
  row.append(link);
  return row;
}

async function search() {
  const ticket = ++asked;
  try {
    const reply = await fetch(`/api/v1/services?limit=20&q=${encodeURIComponent(box.value.trim())}`);
    if (!reply.ok) throw new Error(String(reply.status));
    const { items } = await reply.json();
    if (ticket !== asked) return; // a later key was faster
    results.replaceChildren(...items.map(option));
    state.textContent = items.length ? "" : state.dataset.none;
    box.setAttribute("aria-expanded", String(items.length > 0));
    choose(0);
  } catch {
    if (ticket === asked) state.textContent = state.dataset.failed;
  }
}

async function open(code, link) {
  try {
    const reply = await fetch(`/desk/guides/${encodeURIComponent(code)}`);
    if (reply.redirected || reply.status === 401) {
      location.reload();
      return;
    }
    if (!reply.ok) throw new Error(String(reply.status));
    // Rendered and escaped by the server; scripts in parsed documents never run.
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    guide.replaceChildren(...page.body.childNodes);
    guide.scrollTop = 0;
    history.replaceState(null, "", link);
  } catch {
    location.href = link;
  }
}

function openChosen() {
  const link = options()[chosen]?.querySelector("a");
  if (link) void open(link.dataset.code, link.href);
}

function onKey(event) {
  if (event.isComposing) return;
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step) choose(chosen + step);
  else if (event.key === "Enter" && chosen >= 0) openChosen();
  else if (event.key === "Escape") {
    box.value = "";
    void search();
  } else return;
  event.preventDefault();
}

if (box) {
  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(search, WAIT_MS);
  });
  box.addEventListener("keydown", onKey);
  results.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-code]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    choose(options().indexOf(link.parentElement));
    void open(link.dataset.code, link.href);
  });
  if (!options().length) void search();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.target.closest("input, textarea, select")) return;
  const field = box ?? document.getElementById("code");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

document.querySelectorAll("select[data-submit]").forEach((select) => {
  select.addEventListener("change", () => select.form.submit());
});
