// How a finding came about: fetched when somebody unfolds it, each step with the places it stands on.

import { call } from "./api.js";
import { complain, make } from "./page.js";

function shown(step, words) {
  const spots = step.places.filter((each) => each.paper && (each.boxes.length || each.where));
  const text = spots.length
    ? make("button", { type: "button", class: "spot quiet", "data-places": JSON.stringify(spots) }, step.text)
    : make("span", {}, step.text);
  return make("li", { class: `step ${step.step}` }, make("span", { class: "step-name" }, words[step.step]), text);
}

async function fill(chain, filing) {
  const list = chain.querySelector(".steps");
  if (list.childElementCount) return;
  try {
    const steps = await call("GET", `/filings/${filing}/findings/${chain.dataset.chain}/explanation`);
    const words = JSON.parse(chain.dataset.words);
    list.replaceChildren(...steps.map((step) => shown(step, words)));
  } catch (error) {
    chain.open = false;
    complain(error);
  }
}

// ``toggle`` does not bubble: it is caught on the way down.
export function offerChains(root, filing) {
  root.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.chain[open]")) void fill(event.target, filing);
  }, true);
}
