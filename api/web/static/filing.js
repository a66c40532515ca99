// A filing: choosing findings and readings, deciding, correcting, by mouse and by keys.

import { offerActs } from "./acts.js";
import { call } from "./api.js";
import { offerChains } from "./chain.js";
import { closeEditor, editing, openEditor } from "./editor.js";
import { complain, dialogOpen, say, toast, typing } from "./page.js";
import { offerUnlocks } from "./unlock.js";
import { Viewer } from "./viewer.js";

const desk = document.getElementById("desk");
const filing = desk.dataset.filing;
const viewer = new Viewer(document.getElementById("viewer"));
const panel = () => document.getElementById("panel");
const TABS = ["findings", "readings", "facts", "history"];
let tab = TABS.includes(location.hash.slice(1)) ? location.hash.slice(1) : "findings";

// --- tabs -----------------------------------------------------------------------------------------------------------

function showTab(name) {
  tab = name;
  for (const each of TABS) document.getElementById(each).hidden = each !== name;
  for (const link of panel().querySelectorAll(".sections > a")) link.setAttribute("aria-selected", link.hash === `#${name}`);
}

// --- findings ---------------------------------------------------------------------------------------------------------

const findings = () => [...panel().querySelectorAll(".finding")].filter((each) => !each.closest("details.group:not([open])"));
const selected = () => panel().querySelector(".finding.selected");
const placesOf = (finding) => [...finding.querySelectorAll(":scope > .finding-body > .places .place")];
const place = (element) => JSON.parse(element.dataset.place);

function select(finding, { chosen = 0, scroll = true } = {}) {
  closeEditor();
  for (const other of panel().querySelectorAll(".finding")) {
    other.classList.toggle("selected", other === finding);
    if (other !== finding) other.open = false;
  }
  finding.open = true;
  const places = placesOf(finding);
  places.forEach((each, number) => each.classList.toggle("chosen", number === chosen));
  const tone = ["error", "warning", "undecided"].find((each) => finding.classList.contains(each)) ?? "";
  const data = places.map(place);
  // the first that has somewhere to look at, unless one was chosen
  const best = chosen || Math.max(0, data.findIndex((each) => each.boxes.length || each.where));
  viewer.light(data, { tone, chosen: best });
  if (scroll) finding.scrollIntoView({ block: "nearest" });
}

function step(by) {
  if (tab === "readings") return stepReading(by);
  if (tab !== "findings") return undefined;
  const all = findings();
  if (!all.length) return undefined;
  const now = all.indexOf(selected());
  const next = all[now < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + by))];
  select(next);
  next.querySelector("summary").focus({ preventScroll: true });
  return undefined;
}

// --- decisions ----------------------------------------------------------------------------------------------------------

const decide = document.getElementById("decide");

async function send(fingerprint, action, reason, expires = null) {
  const all = findings();
  const next = all[all.findIndex((each) => each.dataset.finding === fingerprint) + 1]?.dataset.finding;
  try {
    await call("POST", `/filings/${filing}/findings/${fingerprint}/decision`, { action, reason, expires_on: expires || null });
  } catch (error) {
    complain(error);
    return;
  }
  toast(say(`did_${action}`));
  await refresh(action === "reopen" ? fingerprint : next);
}

function ask(finding, action) {
  if (!finding) return;
  if (!finding.querySelector(`.acts [value=${action}]`)) return;
  if (action === "accept" || action === "reopen") {
    send(finding.dataset.finding, action, say(`${action}_reason`));
    return;
  }
  askReason(finding, action);
}

// The dialog with a reason to write: of a dispute, a waiver, or a remark on a finding.
function askReason(finding, action) {
  const form = decide.querySelector("form");
  form.reset();
  decide.dataset.action = action;
  decide.dataset.finding = finding.dataset.finding;
  decide.querySelector("h2").textContent = say(action);
  decide.querySelector(".label").textContent = say(action === "comment" ? "comment" : "reason");
  decide.querySelector(".decide-what").textContent = finding.querySelector(".sum").textContent;
  decide.querySelector("[data-only=waive]").hidden = action !== "waive";
  form.querySelector("[value=go]").textContent = say(action);
  decide.showModal();
  form.reason.focus();
}

decide.querySelector("form").addEventListener("submit", (event) => {
  event.preventDefault();
  const form = event.target;
  decide.close();
  if (decide.dataset.action === "comment") comment(form.reason.value, decide.dataset.finding);
  else send(decide.dataset.finding, decide.dataset.action, form.reason.value, form.expires_on.value);
});

for (const dialog of document.querySelectorAll("dialog")) {
  for (const closer of dialog.querySelectorAll("[data-close]")) closer.addEventListener("click", () => dialog.close());
}

const sign = document.getElementById("sign");
sign.querySelector("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  sign.close();
  try {
    await call("POST", `/filings/${filing}/sign-off`, { version: Number(desk.dataset.version) });
    toast(say("did_sign"));
    await refresh();
  } catch (error) {
    complain(error);
  }
});

async function comment(text, fingerprint = null) {
  try {
    await call("POST", `/filings/${filing}/comments`, { text, fingerprint });
    toast(say("did_comment"));
    await refresh();
  } catch (error) {
    complain(error);
  }
}

async function unsign() {
  try {
    await call("DELETE", `/filings/${filing}/sign-off`);
    toast(say("did_unsign"));
    await refresh();
  } catch (error) {
    complain(error);
  }
}

// --- readings -----------------------------------------------------------------------------------------------------------

const readings = () => [...panel().querySelectorAll("#readings [data-reading]")].filter((each) => each.offsetParent !== null);

function look(button, { edit = true } = {}) {
  for (const other of panel().querySelectorAll("#readings .selected")) other.classList.remove("selected");
  button.classList.add("selected");
  if (button.dataset.place) viewer.light([place(button)]);
  else viewer.show(button.dataset.paper);
  if (edit) openEditor(button, corrected);
}

function stepReading(by) {
  const all = readings();
  if (!all.length) return;
  const now = all.indexOf(panel().querySelector("#readings .selected"));
  const next = all[now < 0 ? 0 : Math.min(all.length - 1, Math.max(0, now + by))];
  look(next, { edit: false });
  next.focus();
}

// Correct the reading that a place of a finding came from.
function editPlace(element) {
  const { paper, field } = place(element);
  const button = panel().querySelector(`#readings [data-paper="${paper}"][data-reading="fields.${field}"]`);
  if (button) {
    open(button);
    return;
  }
  showTab("readings");
  panel().querySelector(`.paper-readings[data-paper="${paper}"]`)?.scrollIntoView();
}

// Open a reading for correction, wherever it is.
function open(button) {
  showTab("readings");
  const folded = button.closest("details");
  if (folded) folded.open = true;
  look(button);
  button.scrollIntoView({ block: "center" });
}

function edit() {
  if (tab === "readings") {
    const button = panel().querySelector("#readings .selected") ?? readings()[0];
    if (button) look(button);
    return;
  }
  const finding = selected();
  const from = finding && (finding.querySelector(".place.chosen") ?? placesOf(finding)[0]);
  if (from) editPlace(from);
}

const corrected = () => compared("rejudged");

// The page anew, and how many findings went and came.
async function compared(words) {
  const open = () => new Set(findings().filter((each) => !each.classList.contains("settled") && !("across" in each.dataset)).map((each) => each.dataset.finding));
  const before = open();
  await refresh();
  const after = open();
  const gone = [...before].filter((each) => !after.has(each)).length;
  const come = [...after].filter((each) => !before.has(each)).length;
  toast(say(words, { gone, come }));
}

// --- papers and the filing as a whole -------------------------------------------------------------------------------------

offerActs(filing, {
  open: () => [...panel().querySelectorAll("#findings .finding[data-finding]")].map((each) => ({
    fingerprint: each.dataset.finding, verdict: each.dataset.verdict, summary: each.querySelector(".sum").textContent.trim(),
  })),
  changed: async (words) => {
    toast(words);
    await refresh();
    await settle();
  },
});

// A paper is being read again: look until it is and the filing is judged by it. Whoever types is left in peace.
let settling = false;
async function settle() {
  if (settling || !("busy" in desk.dataset) || desk.dataset.state !== "judged") return;
  settling = true;
  try {
    while ("busy" in desk.dataset) {
      await new Promise((done) => setTimeout(done, 1000));
      const response = await fetch(location.pathname).catch(() => null);
      if (!response?.ok || editing() || dialogOpen()) continue;
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("desk");
      if (fresh && !("busy" in fresh.dataset)) await compared("reread");
    }
  } finally {
    settling = false;
  }
}

// --- the page anew ------------------------------------------------------------------------------------------------------

// What the filing shares with others changes without it, so it comes after the page.
async function beside() {
  const room = panel().querySelector("[data-across-of]");
  if (!room) return;
  const response = await fetch(room.dataset.acrossOf).catch(() => null);
  if (!response?.ok || response.redirected || !room.isConnected) return;
  const found = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("across");
  if (found?.querySelector(".finding")) room.replaceChildren(...document.adoptNode(found).children);
}

offerUnlocks(desk, async () => {
  toast(say("did_unlock"));
  await refresh();
  await settle();
});

// Fetch the page again and put its findings, readings and head in place of the old ones.
async function refresh(choose = selected()?.dataset.finding) {
  const response = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!response.ok || response.redirected) {
    location.reload();
    return;
  }
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const scrolled = panel().querySelector(".panel-body").scrollTop;
  const groups = [...panel().querySelectorAll("details.group[open], details.missing[open]")].map((each) => each.className);
  for (const id of ["band", "panel"]) document.getElementById(id).replaceWith(document.adoptNode(fresh.getElementById(id)));
  const { dataset } = fresh.getElementById("desk");
  if (!("busy" in dataset)) delete desk.dataset.busy;
  Object.assign(desk.dataset, dataset);
  if (!viewer.sync(fresh.getElementById("viewer"))) {
    location.reload();
    return;
  }
  for (const group of panel().querySelectorAll("details.group, details.missing")) group.open = groups.includes(group.className);
  showTab(tab);
  panel().querySelector(".panel-body").scrollTop = scrolled;
  outline();
  await beside();
  const again = choose && panel().querySelector(`[data-finding="${choose}"]`);
  if (again && tab === "findings") select(again);
  else viewer.clear();
}

function outline() {
  viewer.outline([...panel().querySelectorAll("#readings [data-reading][data-place]")].map((button) => ({
    ...place(button),
    label: `${button.dataset.label}：${button.dataset.written}`,
    onclick: () => open(button),
  })));
}

// Papers are still being read: look again until they are.
async function wait() {
  while (desk.dataset.state === "reading") {
    await new Promise((done) => setTimeout(done, 1500));
    const response = await fetch(location.pathname).catch(() => null);
    if (!response?.ok) continue;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("desk");
    if (fresh?.dataset.version !== desk.dataset.version) location.reload();
  }
}

// --- mouse and keys -----------------------------------------------------------------------------------------------------

offerChains(desk, filing);

desk.addEventListener("click", (event) => {
  const on = (selector) => event.target.closest(selector);
  const link = on(".sections > a");
  if (link) {
    event.preventDefault();
    history.replaceState(null, "", link.hash);
    showTab(link.hash.slice(1));
    return;
  }
  const need = on("[data-need]");
  if (need) {
    const button = panel().querySelector(`#readings [data-reading="fields.${need.dataset.need}"]`);
    if (button) open(button);
    return;
  }
  const pen = on("[data-edit-place]");
  if (pen) return void editPlace(pen.previousElementSibling);
  const reading = on("[data-reading]");
  if (reading) return void (editing() === reading ? closeEditor() : look(reading));
  const spot = on(".spot");
  if (spot) return void viewer.light(JSON.parse(spot.dataset.places));
  const found = on(".place");
  if (found) return void select(found.closest(".finding"), { chosen: placesOf(found.closest(".finding")).indexOf(found), scroll: false });
  const summary = on(".finding > summary");
  if (summary) {
    const finding = summary.parentElement;
    event.preventDefault();
    if (finding.open && finding.classList.contains("selected")) {
      finding.open = false;
      finding.classList.remove("selected");
      viewer.clear();
    } else select(finding);
    return;
  }
  if (on("[data-comment-on]")) return void askReason(on(".finding"), "comment");
  if (on("[data-act=unsign]")) return void unsign();
  if (on("[data-act=sign-off]")) sign.showModal();
});

desk.addEventListener("submit", (event) => {
  if (event.target.matches("[data-acts]")) {
    event.preventDefault();
    ask(event.target.closest(".finding"), event.submitter.value);
  } else if (event.target.matches("[data-comment]")) {
    event.preventDefault();
    comment(event.target.text.value);
  }
});

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  ArrowDown: (event) => event.target.closest(".finding > summary") && step(1),
  ArrowUp: (event) => event.target.closest(".finding > summary") && step(-1),
  a: () => ask(selected(), "accept"),
  d: () => ask(selected(), "dispute"),
  w: () => ask(selected(), "waive"),
  e: edit,
  c: () => {
    showTab("findings");
    if (selected()?.dataset.finding) return void askReason(selected(), "comment");
    panel().querySelector(".comment-form textarea")?.focus();
  },
  "[": () => viewer.step(-1),
  "]": () => viewer.step(1),
  "+": () => viewer.zoomTo("in"),
  "=": () => viewer.zoomTo("in"),
  "-": () => viewer.zoomTo("out"),
  0: () => viewer.zoomTo("fit"),
  ...Object.fromEntries(TABS.map((name, number) => [number + 1, () => showTab(name)])),
};

document.addEventListener("keydown", (event) => {
  if (typing(event) || dialogOpen()) return;
  if (event.key === "Escape") {
    if (editing()) closeEditor();
    else viewer.clear();
    return;
  }
  const act = KEYS[event.key];
  if (!act || act(event) === null) return;
  if (!event.key.startsWith("Arrow") || event.target.closest(".finding > summary")) event.preventDefault();
});

showTab(tab);
outline();
beside();
if (desk.dataset.state === "judged") {
  const wanted = location.hash.startsWith("#f-") ? document.getElementById(location.hash.slice(1)) : findings()[0];
  if (wanted && tab === "findings" && matchMedia("(min-width: 900px)").matches) select(wanted, { scroll: false });
  settle();
} else wait();
