// Handing in papers: dropped or picked, sent with progress, followed until each has its result.

import { api, at, csrf, CSRF_HEADER, call, Problem } from "./api.js";
import { make, say } from "./page.js";
import { offerUnlocks, unlockForm } from "./unlock.js";

const kinds = (code) => say(`kind_${code}`);
const zone = document.getElementById("drop");
const jobs = document.getElementById("jobs");
const NOT_PAPERS = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|~\$[^/]*)$/i;

export function bytes(size) {
  for (const [unit, factor] of [["GB", 2 ** 30], ["MB", 2 ** 20], ["KB", 2 ** 10]]) {
    if (size >= factor) return `${(size / factor).toFixed(size < 10 * factor ? 1 : 0)} ${unit}`;
  }
  return `${size} B`;
}

// --- what is chosen -------------------------------------------------------------------------------------------------

// Files of a drop with their paths; a folder is walked through. Entries must be taken before the first wait.
async function dropped(transfer) {
  const entries = [...transfer.items].filter((item) => item.kind === "file").map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
  const found = [];
  for (const entry of entries) {
    if (entry instanceof File) found.push({ file: entry, path: entry.name });
    else if (entry) await walk(entry, found);
  }
  return found;
}

async function walk(entry, found) {
  const path = entry.fullPath.replace(/^\//, "");
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ file, path });
    return;
  }
  const reader = entry.createReader();
  for (;;) { // a reader gives some hundred at a time
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return;
    for (const inner of some) await walk(inner, found);
  }
}

function key() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// --- one upload -----------------------------------------------------------------------------------------------------

class Job {
  constructor(files) {
    this.files = files.filter(({ path }) => !NOT_PAPERS.test(path));
    this.key = key();
    this.size = this.files.reduce((sum, { file }) => sum + file.size, 0);
    this.body = make("div", { class: "job-body" });
    this.root = make("section", { class: "card job" }, this.body);
  }

  send() {
    const form = new FormData();
    for (const { file, path } of this.files) form.append("files", file, path);
    if (zone.dataset.filing) form.append("filing", zone.dataset.filing);
    if (zone.dataset.audit) form.append("audit", zone.dataset.audit);
    if (zone.as_of.value) form.append("as_of", zone.as_of.value);
    const bar = make("progress", { max: this.size || 1, value: 0 });
    const said = make("p", {}, say("sending", { n: this.files.length, size: bytes(this.size) }));
    const request = new XMLHttpRequest();
    const stop = make("button", { type: "button", class: "small quiet", onclick: () => request.abort() }, say("stop"));
    this.body.replaceChildren(make("div", { class: "row between" }, said, stop), bar);
    request.upload.addEventListener("progress", (event) => {
      bar.value = Math.min(event.loaded, this.size);
      if (event.loaded >= event.total) said.textContent = say("storing");
    });
    request.addEventListener("load", () => this.#answered(request));
    request.addEventListener("error", () => this.#failed(say("offline"), say("again_hint"), true));
    request.addEventListener("abort", () => this.#failed(say("stopped"), "", true));
    request.open("POST", api("/uploads"));
    request.setRequestHeader(CSRF_HEADER, csrf);
    request.setRequestHeader("Idempotency-Key", this.key);
    request.send(form);
  }

  #answered(request) {
    let answer = null;
    try {
      answer = JSON.parse(request.responseText);
    } catch {
      answer = null;
    }
    if (request.status === 202 && answer) follow(this.root, answer);
    else if (request.status === 401) location.assign(at("/sign-in?next=/upload"));
    else this.#failed(answer?.detail ?? `HTTP ${request.status}`, answer?.remedy ?? "", request.status >= 500);
  }

  #failed(detail, remedy, again) {
    const retry = again ? make("button", { type: "button", class: "small", onclick: () => this.send() }, say("again")) : null;
    const lines = [make("p", { class: "job-problem" }, detail), remedy && make("p", { class: "faint" }, remedy), retry];
    this.body.replaceChildren(...lines.filter(Boolean));
  }
}

function start(files) {
  if (!files.length) return;
  const job = new Job(files);
  if (!job.files.length) return;
  jobs.prepend(job.root);
  job.send();
}

// --- what becomes of it -----------------------------------------------------------------------------------------------

const MARKS = { queued: ["spin"], read: ["mark good", "✓"], failed: ["mark bad", "✗"] };

function paperLine(paper, upload) {
  const [kind, sign = ""] = MARKS[paper.state] ?? MARKS.queued;
  const said = paper.state === "queued" ? say("paper_queued") : paper.kind && paper.state === "read" ? kinds(paper.kind) : "";
  const pages = paper.pages ? say("pages", { n: paper.pages }) : "";
  const problem = paper.problem && make("p", { class: paper.state === "failed" ? "job-problem" : "job-note" },
    paper.problem.message, paper.problem.remedy ? make("span", { class: "remedy" }, ` ${paper.problem.remedy}`) : null);
  return make("li", { class: `paper-line ${paper.state}` },
    make("span", { class: kind, "aria-hidden": "true" }, sign),
    make("div", {}, make("span", { class: "paper-path" }, paper.path), make("span", { class: "faint fine" }, ` ${[said, pages].filter(Boolean).join(" · ")}`), problem,
      locked(paper) ? unlockForm(paper, upload) : null));
}

const locked = (paper) => ["encrypted", "wrong_password"].includes(paper.problem?.code);

// A paper that was opened: look until it is read.
offerUnlocks(document, async (form) => {
  const { unlock: id, upload } = form.dataset;
  let status = null;
  do {
    await new Promise((done) => setTimeout(done, 1000));
    status = await call("GET", `/uploads/${upload}`);
  } while (status.papers.some((paper) => paper.id === id && locked(paper)));
  show(form.closest(".job"), status);
});

function filingLine(filing) {
  const code = filing.state === "judged" ? filing.verdict : "reading";
  return make("a", { class: "filing-line", href: at(`/filings/${filing.id}`) },
    make("span", { class: `chip ${code}` }, say(`verdict_${code}`)),
    make("b", {}, filing.name),
    make("span", { class: "faint" }, filing.state === "judged" ? (filing.open_findings ? say("open", { n: filing.open_findings }) : say("nothing_open")) : ""),
    make("span", { class: "push go" }, filing.state === "judged" ? say("look") : ""));
}

function show(root, status) {
  const settled = status.papers.filter((paper) => paper.state !== "queued").length;
  const over = ["done", "failed"].includes(status.state);
  const size = status.files.reduce((sum, file) => sum + file.size, 0);
  const head = make("div", { class: "row between job-head" },
    make("h2", {}, over ? say(`state_${status.state}`) : !status.papers.length ? say("unpacking") : say("reading", { done: settled, all: status.papers.length || "…" })),
    make("a", { class: "faint fine", href: at(`/uploads/${status.id}`) }, say("files", { n: status.files.length, size: bytes(size) })));
  const bar = over ? null : make("progress", { max: status.papers.length || 1, value: settled });
  const problem = status.error ? make("p", { class: "job-problem" }, `${status.error.message} ${status.error.remedy}`) : null;
  const filings = make("div", { class: "filing-lines" }, ...status.filings.map(filingLine));
  const papers = make("ul", { class: "paper-lines" }, ...status.papers.map((paper) => paperLine(paper, status.id)));
  root.querySelector(".job-body").replaceChildren(...[head, bar, problem, filings, papers].filter(Boolean));
  root.dataset.state = status.state;
}

function follow(root, first) {
  show(root, first);
  if (["done", "failed"].includes(first.state)) return;
  const source = new EventSource(api(`/uploads/${first.id}/events`));
  let last = first;
  source.addEventListener("status", (event) => {
    last = JSON.parse(event.data);
    show(root, last);
    if (["done", "failed"].includes(last.state)) source.close();
  });
  source.addEventListener("error", () => {
    if (source.readyState !== EventSource.CLOSED || ["done", "failed"].includes(last.state)) return;
    poll(root, first.id); // the stream was refused, by a proxy maybe
  });
}

async function poll(root, id) {
  for (;;) {
    await new Promise((done) => setTimeout(done, 2000));
    try {
      const status = await call("GET", `/uploads/${id}`);
      show(root, status);
      if (["done", "failed"].includes(status.state)) return;
    } catch (error) {
      if (error instanceof Problem) return;
    }
  }
}

// --- wiring -----------------------------------------------------------------------------------------------------------

if (zone) {
  const folder = document.getElementById("folder");
  folder.disabled = false;
  zone.querySelector(".folder-pick").hidden = false;
  for (const input of [document.getElementById("files"), folder]) {
    input.addEventListener("change", () => {
      start([...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name })));
      input.value = "";
    });
  }
  let inside = 0;
  addEventListener("dragenter", () => zone.classList.toggle("over", ++inside > 0));
  addEventListener("dragleave", () => zone.classList.toggle("over", --inside > 0));
  addEventListener("dragover", (event) => event.preventDefault());
  addEventListener("drop", async (event) => {
    event.preventDefault();
    inside = 0;
    zone.classList.remove("over");
    start(await dropped(event.dataTransfer));
  });
}

const shown = document.querySelector("[data-upload]");
if (shown) call("GET", `/uploads/${shown.dataset.upload}`).then((status) => follow(shown, status), () => {});
