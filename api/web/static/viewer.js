// The left side of a filing: papers, their pages with boxes, papers without pages as text. Boxes are in points from the top
// left of the page, and so is the drawing laid over it: zooming changes neither.

import { call, api } from "./api.js";
import { complain, make, say, wrong } from "./page.js";

const SVG = "http://www.w3.org/2000/svg";
const PADDING = 1.5; // points around a box, so that the line does not touch the print
const SHARP = 2200; // pixels asked for when a page is looked at closely
const LATE_MS = 4000; // a service that is busy, or has just begun, takes longer to open a paper: the reader is told
const ZOOMS = [1, 1.35, 1.8, 2.4, 3.2];

const draw = (tag, attributes) => {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
};
const calm = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

export class Viewer {
  constructor(root) {
    this.root = root;
    this.sheets = root.querySelector(".sheets");
    this.zoom = 0;
    this.texts = new Map(); // paper → promise of its text being there
    this.lit = []; // places that are lit, to light them again when text arrives
    root.classList.add("live");
    for (const figure of this.sheets.querySelectorAll(".page")) {
      const { width, height } = figure.dataset;
      const img = figure.querySelector("img");
      const seen = () => figure.classList.add("seen");
      if (img.complete) seen();
      else img.addEventListener("load", seen, { once: true });
      figure.append(draw("svg", { viewBox: `0 0 ${width} ${height}`, class: "overlay", "aria-hidden": "true" }));
    }
    root.addEventListener("click", (event) => {
      const tab = event.target.closest("[data-paper-tab]");
      if (tab) {
        event.preventDefault();
        this.show(tab.dataset.paperTab);
      }
      const zoom = event.target.closest("[data-zoom]");
      if (zoom) this.zoomTo(zoom.dataset.zoom);
    });
    const first = this.sheets.querySelector(".sheet-set");
    if (first) this.show(first.dataset.paper);
  }

  get papers() {
    return [...this.sheets.querySelectorAll(".sheet-set")].map((set) => set.dataset.paper);
  }

  // Show one paper; true where it was another before.
  show(paper) {
    const set = this.sheets.querySelector(`[data-paper="${paper}"]`);
    if (!set || this.paper === paper) return false;
    this.paper = paper;
    for (const other of this.sheets.querySelectorAll(".sheet-set")) other.hidden = other !== set;
    for (const tab of this.root.querySelectorAll("[data-paper-tab]")) {
      const mine = tab.dataset.paperTab === paper;
      tab.setAttribute("aria-selected", mine);
      if (mine) tab.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
    this.sheets.scrollTo(0, 0);
    if (set.hasAttribute("data-text")) this.#text(set);
    return true;
  }

  // The tabs and problems of papers as a fresh page has them; papers it no longer has go. False where it has another.
  sync(fresh) {
    for (const paper of this.papers) {
      const tab = this.root.querySelector(`[data-paper-tab="${paper}"]`);
      const set = this.sheets.querySelector(`[data-paper="${paper}"]`);
      const freshTab = fresh.querySelector(`[data-paper-tab="${paper}"]`);
      if (!freshTab) {
        tab.remove();
        set.remove();
        this.texts.delete(paper);
        continue;
      }
      tab.replaceChildren(...freshTab.childNodes);
      for (const old of set.querySelectorAll(":scope > .notice, :scope > .unlock")) old.remove();
      set.prepend(...fresh.querySelectorAll(`[data-paper="${paper}"] > .notice, [data-paper="${paper}"] > .unlock`));
    }
    const pages = (root, paper) => root.querySelectorAll(`[data-paper="${paper}"] .page, [data-paper="${paper}"][data-text]`).length;
    const all = [...fresh.querySelectorAll(".sheet-set")].map((set) => set.dataset.paper);
    if (all.some((paper) => !this.papers.includes(paper) || pages(fresh, paper) !== pages(this.sheets, paper))) return false;
    if (this.papers.length && !this.papers.includes(this.paper)) this.show(this.papers[0]);
    return true;
  }

  step(by) {
    const all = this.papers;
    this.show(all[(all.indexOf(this.paper) + by + all.length) % all.length]);
  }

  zoomTo(how) {
    const middle = (this.sheets.scrollTop + this.sheets.clientHeight / 2) / this.sheets.scrollHeight;
    this.zoom = how === "fit" ? 0 : Math.min(ZOOMS.length - 1, Math.max(0, this.zoom + (how === "in" ? 1 : -1)));
    this.root.style.setProperty("--zoom", ZOOMS[this.zoom]);
    this.sheets.scrollTop = middle * this.sheets.scrollHeight - this.sheets.clientHeight / 2;
    this.sheets.scrollLeft = (this.sheets.scrollWidth - this.sheets.clientWidth) / 2;
    if (ZOOMS[this.zoom] > 1.3) this.#sharpen();
  }

  #sharpen() {
    for (const img of this.sheets.querySelectorAll(".sheet-set:not([hidden]) .page img:not([data-sharp])")) {
      const near = img.getBoundingClientRect();
      if (near.bottom < -600 || near.top > innerHeight + 600) continue;
      img.dataset.sharp = "";
      const better = new Image();
      better.src = img.src.replace(/width=\d+/, `width=${SHARP}`);
      better.decode().then(() => (img.src = better.src), () => {});
    }
  }

  // Faint boxes around everything that was read.
  outline(places) {
    for (const old of this.sheets.querySelectorAll(".overlay .read")) old.remove();
    for (const place of places) {
      const overlay = this.#overlay(place);
      if (!overlay) continue;
      for (const box of place.boxes) {
        const rect = this.#rect(box, "read");
        rect.addEventListener("click", place.onclick);
        if (place.label) rect.append(Object.assign(draw("title", {}), { textContent: place.label }));
        overlay.prepend(rect);
      }
    }
  }

  // Light some places, with their numbers where there are several, and bring the one chosen before the reader's eyes.
  async light(places, { tone = "", chosen = 0, scroll = true } = {}) {
    this.clear();
    this.lit = places;
    const target = places[chosen];
    if (target?.paper) this.show(target.paper);
    let wanted = null;
    places.forEach((place, at) => {
      const first = this.#mark(place, tone, places.length > 1 ? at + 1 : 0, at === chosen);
      if (at === chosen) wanted = first;
    });
    if (!wanted && target?.where && this.texts.has(target.paper)) {
      await this.texts.get(target.paper);
      if (this.lit !== places) return; // something else was lit meanwhile
      places.forEach((place, at) => this.#mark(place, tone, places.length > 1 ? at + 1 : 0, at === chosen));
      wanted = this.#spot(target);
    }
    if (scroll && wanted) this.#bring(wanted);
  }

  clear() {
    this.lit = [];
    for (const old of this.sheets.querySelectorAll(".overlay .lit")) old.remove();
    for (const old of this.sheets.querySelectorAll(".text-view .lit")) old.classList.remove("lit", "chosen");
  }

  #mark(place, tone, number, chosen) {
    const overlay = this.#overlay(place);
    if (!overlay) {
      const spot = this.#spot(place);
      spot?.classList.add("lit");
      if (chosen) spot?.classList.add("chosen");
      return spot;
    }
    const group = draw("g", { class: `lit ${tone}${chosen ? " chosen" : ""}` });
    for (const box of place.boxes) group.append(this.#rect(box, "lit-box"));
    if (number) {
      const [x, y] = place.boxes[0];
      const badge = draw("g", { class: "badge", transform: `translate(${Math.max(8, x - 7)} ${Math.max(8, y - 5)})` });
      badge.append(draw("circle", { r: 7 }), Object.assign(draw("text", { "text-anchor": "middle", y: 3.2 }), { textContent: number }));
      group.append(badge);
    }
    overlay.append(group);
    return group;
  }

  #rect([x0, y0, x1, y1], kind) {
    return draw("rect", {
      class: kind, x: x0 - PADDING, y: y0 - PADDING, width: x1 - x0 + 2 * PADDING, height: y1 - y0 + 2 * PADDING, rx: 2,
    });
  }

  #overlay(place) {
    if (!place.page || !place.boxes?.length) return null;
    return this.sheets.querySelector(`[data-paper="${place.paper}"] .page[data-page="${place.page}"] .overlay`);
  }

  // The element of a text view that a place names: the same words, or the row of a cell.
  #spot(place) {
    if (!place.where) return null;
    const set = this.sheets.querySelector(`[data-paper="${place.paper}"] .text-view`);
    const find = (where) => set?.querySelector(`[data-where="${CSS.escape(where)}"]`) ?? null;
    return find(place.where) ?? find(place.where.replace(/!([A-Z]+)(\d+)/, "!$2"));
  }

  #bring(element) {
    const around = this.sheets.getBoundingClientRect();
    const box = element.getBoundingClientRect();
    const inside = box.top > around.top + 40 && box.bottom < around.bottom - 40 && box.left > around.left && box.right < around.right;
    if (inside) return;
    this.sheets.scrollTo({
      top: this.sheets.scrollTop + box.top - around.top - around.height / 3,
      left: this.sheets.scrollLeft + box.left - around.left - around.width / 3,
      behavior: calm() ? "instant" : "smooth",
    });
  }

  // --- papers without pages ---

  // A paper that could not be fetched is fetched anew when it is shown again or the button is pressed.
  #text(set) {
    const paper = set.dataset.paper;
    if (this.texts.has(paper)) return;
    const body = set.querySelector(".text-view");
    const told = (...said) => body.replaceChildren(make("p", { class: "faint loading" }, ...said));
    const late = setTimeout(() => told(say("text_late")), LATE_MS);
    const fetched = call("GET", `/papers/${paper}/text`).then(
      (view) => body.replaceChildren(...textNodes(view)),
      (error) => {
        this.texts.delete(paper);
        const again = () => {
          told(say("text_loading"));
          this.#text(set);
        };
        told(wrong(error), " ", make("button", { class: "small", type: "button", onclick: again }, say("text_again")));
        complain(error);
      },
    );
    this.texts.set(paper, fetched.finally(() => clearTimeout(late)));
  }
}

function textNodes(view) {
  const notes = view.complete ? view.notes : [...view.notes, say("text_cut")];
  return [...notes.map((note) => make("p", { class: "faint fine" }, note)), ...view.blocks.map(block)];
}

function block(entry) {
  if (entry.type === "table") return table(entry);
  const text = (entry.numbering ?? "") + entry.lines.join("\n");
  return make(entry.type === "heading" ? "h4" : "p", { "data-where": entry.where }, text);
}

function table(entry) {
  const rows = entry.rows.map((row) => make("tr", { "data-where": row.where }, ...row.cells.map((cell) => make("td", {
    "data-where": cell.where, rowspan: cell.rowspan, colspan: cell.colspan, class: cell.number ? "num" : null,
  }, cell.lines.join("\n")))));
  const made = make("div", { class: "scroll" }, make("table", {}, make("tbody", {}, ...rows)));
  return entry.name ? make("section", {}, make("h4", { class: "sheet-name" }, entry.name), made) : made;
}

export const cropUrl = (place, width) =>
  api(`/papers/${place.paper}/crop.webp?page=${place.page}&box=${around(place.boxes[0]).join(",")}&width=${width}`);

// A box with enough around it to see the line it stands in.
function around([x0, y0, x1, y1]) {
  const grow = Math.max(30, 0.35 * (x1 - x0));
  return [Math.max(0, x0 - grow), Math.max(0, y0 - 10), x1 + grow, y1 + 10].map((edge) => Math.round(edge * 10) / 10);
}
