// What may be done with a paper or the filing as a whole: another kind, away with it, another day, delete. Each is asked for
// in a dialog that stays open, with what was typed, until the service has taken it.

import { at, call } from "./api.js";
import { make, say } from "./page.js";

const VERDICTS = ["returned", "incomplete", "accepted"];
const dialog = (name) => document.getElementById(name);

function fail(form, error) {
  const said = form.querySelector(".editor-problem");
  said.textContent = typeof error.remedy === "string" ? [error.message, error.remedy].filter(Boolean).join("；") : say("offline");
  said.hidden = false;
  if (typeof error.remedy !== "string") console.error(error);
}

// Send what a dialog asks for; its buttons rest meanwhile. True where it was taken.
async function send(form, work) {
  const buttons = [...form.querySelectorAll(".dialog-foot button:not([data-close])")];
  form.querySelector(".editor-problem").hidden = true;
  for (const each of buttons) each.disabled = true;
  try {
    await work();
    return true;
  } catch (error) {
    fail(form, error);
    return false;
  } finally {
    for (const each of buttons) each.disabled = false;
  }
}

// Let the filing page offer all this. ``open`` gives what its findings are now, as {fingerprint, verdict, summary}; ``changed``
// is called with the words to say once something was done.
export function offerActs(filing, { open, changed }) {
  let about = null; // the paper that a dialog was opened for

  const show = (name) => {
    const form = dialog(name).querySelector("form");
    form.reset();
    form.querySelector(".editor-problem").hidden = true;
    if (about && form.querySelector(".act-what")) form.querySelector(".act-what").textContent = about.dataset.name;
    if (name === "kind") form.elements.kind.value = form.elements.kind.querySelector(`[value="${about.dataset.kind}"]`) ? about.dataset.kind : "";
    if (name === "recheck") forget(form);
    dialog(name).showModal();
    (form.elements.kind ?? form.elements.as_of ?? form.elements.reason).focus();
  };

  document.getElementById("desk").addEventListener("click", (event) => {
    const act = event.target.closest("[data-act]")?.dataset.act;
    if (!["kind", "remove", "delete", "recheck"].includes(act)) return;
    event.target.closest("details").open = false;
    about = event.target.closest(".paper-readings");
    show(act);
  });

  const onSubmit = (name, work, then) => dialog(name)?.querySelector("form").addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (!(await send(form, () => work(form.elements)))) return;
    dialog(name).close();
    await then();
  });
  onSubmit("kind", ({ kind, reason }) => call("PUT", `/papers/${about.dataset.paper}/kind`, { kind: kind.value || null, reason: reason.value }),
    () => changed(say("did_kind")));
  onSubmit("remove", ({ reason }) => call("POST", `/papers/${about.dataset.paper}/remove`, { reason: reason.value }), () => changed(say("did_remove")));
  onSubmit("delete", ({ reason }) => call("POST", `/filings/${filing}/delete`, { reason: reason.value }), () => location.assign(at("/filings")));

  offerRecheck(filing, open, changed);
}

// --- another day --------------------------------------------------------------------------------------------------------

function forget(form) {
  form.querySelector(".outcome").hidden = true;
  form.querySelector("[data-try]").hidden = false;
  const keep = form.querySelector("[data-keep]");
  if (keep) keep.hidden = true;
}

function offerRecheck(filing, open, changed) {
  const form = dialog("recheck").querySelector("form");
  const keep = form.querySelector("[data-keep]");
  form.elements.as_of.addEventListener("input", () => forget(form));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const day = form.elements.as_of.value;
    let tried = null;
    if (!(await send(form, async () => (tried = await call("POST", `/filings/${filing}/recheck`, { as_of: day, keep: false }))))) return;
    if (form.elements.as_of.value !== day) return; // another day was chosen meanwhile
    const outcome = form.querySelector(".outcome");
    outcome.replaceChildren(...outcomeOf(tried, open()));
    outcome.hidden = false;
    form.querySelector("[data-try]").hidden = true;
    if (keep) keep.hidden = false;
    outcome.focus();
  });
  keep?.addEventListener("click", async () => {
    const body = { as_of: form.elements.as_of.value, keep: true };
    if (!(await send(form, () => call("POST", `/filings/${filing}/recheck`, body)))) return;
    dialog("recheck").close();
    form.elements.as_of.defaultValue = body.as_of;
    await changed(say("did_recheck"));
  });
}

const chip = (verdict) => make("span", { class: `chip ${verdict}` }, VERDICTS.includes(verdict) ? say(`verdict_${verdict}`) : verdict);

// Verdict before and after, and the findings that come and go; one that is decided otherwise does both.
function outcomeOf({ before, after, report }, now) {
  const then = report.findings.filter((each) => ["violated", "undecided"].includes(each.verdict));
  const key = (each) => each.fingerprint + each.verdict;
  const had = new Set(now.map(key));
  const has = new Set(then.map(key));
  const come = then.filter((each) => !had.has(key(each)));
  const gone = now.filter((each) => !has.has(key(each)));
  const verdicts = make("p", { class: "row" }, chip(before), "→", chip(after));
  if (!come.length && !gone.length) return [verdicts, make("p", { class: "faint" }, say("recheck_same"))];
  return [verdicts, ...list("recheck_come", "come", come), ...list("recheck_gone", "gone", gone)];
}

function list(title, kind, findings) {
  if (!findings.length) return [];
  const line = (each) => make("li", {}, make("span", { class: "faint fine" }, say(`said_${each.verdict}`)), " ", each.summary);
  return [make("h3", {}, say(title, { n: findings.length })), make("ul", { class: `outcome-list ${kind}` }, ...findings.map(line))];
}
