// On every page: keys, dialogs, menus that close.

import { dialogOpen, typing } from "./page.js";

document.documentElement.classList.add("scripted");

document.addEventListener("click", (event) => {
  const opener = event.target.closest("[data-dialog]");
  if (opener) document.getElementById(opener.dataset.dialog).showModal();
  for (const open of document.querySelectorAll("details.drop[open]")) {
    if (!open.contains(event.target) || opener) open.open = false;
  }
  if (event.target instanceof HTMLDialogElement && event.target.open) event.target.close(); // beside the dialog
});

// On paper every finding shows what it rests on.
addEventListener("beforeprint", () => {
  for (const folded of document.querySelectorAll("details.finding:not([open]), details.group:not([open])")) {
    folded.open = true;
    folded.dataset.printed = "";
  }
});
addEventListener("afterprint", () => {
  for (const unfolded of document.querySelectorAll("[data-printed]")) {
    unfolded.open = false;
    delete unfolded.dataset.printed;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") for (const open of document.querySelectorAll("details.drop[open]")) open.open = false;
  if (typing(event) || dialogOpen()) return;
  if (event.key === "?") document.getElementById("help").showModal();
  else if (event.key === "/") document.querySelector("input[type=search]")?.focus();
  else return;
  event.preventDefault();
});
