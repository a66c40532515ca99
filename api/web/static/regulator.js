// Pages of the regulator and the administrator: line numbers beside a text, files into it, a question before what cannot be undone.


// --- texts with numbered lines

function gutterOf(area) {
  const gutter = document.createElement("div");
  gutter.className = "gutter";
  gutter.setAttribute("aria-hidden", "true");
  area.before(gutter);
  const number = () => {
    const lines = area.value.split("\n").length;
    if (gutter.childElementCount === lines) return;
    gutter.replaceChildren(...Array.from({ length: lines }, (_, i) => {
      const line = document.createElement("div");
      line.textContent = i + 1;
      if (String(i + 1) === area.dataset.wrong) line.className = "wrong";
      return line;
    }));
  };
  area.addEventListener("input", number);
  area.addEventListener("scroll", () => { gutter.scrollTop = area.scrollTop; });
  number();
}

export function goToLine(area, line) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] ?? "").length);
  area.scrollTop = Math.max(0, (line - 5) * 20);
  area.scrollIntoView({ block: "center" });
}

for (const area of document.querySelectorAll("textarea[data-lines]")) gutterOf(area);

document.addEventListener("click", (event) => {
  const to = event.target.closest("button[data-line]");
  if (to) goToLine(document.getElementById("text"), Number(to.dataset.line));
});

document.addEventListener("change", async (event) => {
  const { into } = event.target.dataset;
  if (!into || !event.target.files?.length) return;
  const area = document.getElementById(into);
  area.value = await event.target.files[0].text();
  area.dispatchEvent(new Event("input"));
  event.target.value = "";
});

// --- what cannot be undone

document.addEventListener("submit", (event) => {
  const asked = event.submitter?.dataset.confirm ?? event.target.dataset.confirm;
  if (asked && !window.confirm(asked)) event.preventDefault();
});

// --- the workbench: from mark to mark by keys; a dropped rule looks dropped

const stops = [...document.querySelectorAll("[data-stop]")];
document.addEventListener("keydown", (event) => {
  if (!stops.length || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, dialog")) return;
  if (event.key !== "j" && event.key !== "k") return;
  const here = stops.indexOf(document.activeElement);
  const to = stops[event.key === "j" ? Math.min(here + 1, stops.length - 1) : Math.max(here - 1, 0)];
  to.focus({ preventScroll: true });
  to.scrollIntoView({ block: "center" });
  event.preventDefault();
});
document.addEventListener("change", (event) => {
  const form = event.target.closest(".rule-form");
  if (form && event.target.name?.endsWith(".keep")) form.classList.toggle("dropped", !event.target.checked);
});

// --- a secret that is shown once

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const secret = document.getElementById(button.dataset.copy);
  getSelection().selectAllChildren(secret);
  await navigator.clipboard?.writeText(secret.textContent).catch(() => {});
});

// --- a choice that takes effect at once

document.addEventListener("change", (event) => {
  if (event.target.matches("select[data-submit]")) event.target.form.requestSubmit();
});

// --- what is under way: the page looks again by itself, and stops when nothing moves

const LOOK_MS = 2000;

async function lookAgain() {
  const live = document.getElementById("live");
  if (!live || live.dataset.live !== "yes") return;
  if (!document.hidden) {
    const response = await fetch(location.href, { headers: { Accept: "text/html" } }).catch(() => null);
    if (response?.redirected) return;
    if (response?.ok) {
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html").getElementById("live");
      if (fresh && fresh.dataset.live !== "yes") return location.reload();
      if (fresh) live.replaceWith(fresh);
    }
  }
  setTimeout(lookAgain, LOOK_MS);
}
setTimeout(lookAgain, LOOK_MS);
