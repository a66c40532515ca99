// Small things that pages share: words, elements, toasts, dialogs.

const words = JSON.parse(document.getElementById("words").textContent);

// The words of a key of js: in the dictionary, with {name} put in.
export function say(key, values = {}) {
  return words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// An element: make("p", { class: "x", onclick: f }, "text", child). Text is never parsed.
export function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, "");
    else if (value !== false && value != null) made.setAttribute(name, value);
  }
  made.append(...children.filter((child) => child != null));
  return made;
}

export function toast(text, { tone = "", remedy = "", ms = 4000 } = {}) {
  const shown = make("div", { class: `toast ${tone}` }, make("div", {}, text, remedy ? make("small", {}, remedy) : null));
  document.getElementById("toasts").append(shown);
  setTimeout(() => shown.remove(), tone === "bad" ? 2 * ms : ms);
}

// What is wrong, in words: a refusal says so itself, anything else is that the service did not answer.
export const wrong = (error) => (typeof error.remedy === "string" ? error.message : say("offline"));

export function complain(error) {
  const known = typeof error.remedy === "string";
  if (!known) console.error(error);
  toast(wrong(error), { tone: "bad", remedy: known ? error.remedy : say("offline_remedy") });
}

// Whether a key press belongs to somebody who is typing, or to the browser.
export function typing(event) {
  return event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.target.closest("input, textarea, select, [contenteditable]") !== null;
}

export const dialogOpen = () => document.querySelector("dialog[open]") !== null;
