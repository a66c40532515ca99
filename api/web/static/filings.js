// The work list: rows that open as a whole, keys, more rows without a new page, filters that act at once.

import { at } from "./api.js";
import { complain, dialogOpen, typing } from "./page.js";

const rows = () => [...document.querySelectorAll("[data-row]")];

function step(by) {
  const all = rows();
  const now = all.findIndex((row) => row.contains(document.activeElement));
  all[Math.min(all.length - 1, Math.max(0, now + by))]?.querySelector("a").focus();
}

document.addEventListener("keydown", (event) => {
  if (typing(event) || dialogOpen()) return;
  if (event.key === "j") step(1);
  else if (event.key === "k") step(-1);
  else return;
  event.preventDefault();
});

document.addEventListener("click", async (event) => {
  const more = event.target.closest("[data-more]");
  if (more) {
    event.preventDefault();
    await append(more);
    return;
  }
  const row = event.target.closest("[data-row]");
  if (!row || event.target.closest("a, button") || String(getSelection())) return;
  const link = row.querySelector("a");
  if (event.ctrlKey || event.metaKey) open(link.href);
  else location.assign(link.href);
});

async function append(more) {
  more.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(more.href);
    if (!response.ok) throw new Error(`HTTP ${response.status}`);
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    const added = [...fresh.querySelectorAll("[data-row]")];
    document.querySelector("#work tbody").append(...added);
    const next = fresh.querySelector("[data-more]");
    if (next) more.href = next.href;
    else more.remove();
    added[0]?.querySelector("a").focus();
  } catch (error) {
    complain(error);
  } finally {
    more.removeAttribute("aria-busy");
  }
}

// An address without what was left empty reads better, and is what a saved filter keeps.
const form = document.querySelector("form.filters");

function go() {
  const asked = new URLSearchParams([...new FormData(form)].filter(([name, value]) => value !== "" && !(name === "sort" && value === "newest")));
  location.assign(at("/filings") + (String(asked) ? `?${asked}` : ""));
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  go();
});
for (const quick of form.querySelectorAll(".filters-main select, .filters-main [type=checkbox]")) quick.addEventListener("change", go);
