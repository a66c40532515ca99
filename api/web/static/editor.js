// Correcting one reading, in place: the crop of the paper beside the box to type in.

import { call } from "./api.js";
import { make, say } from "./page.js";
import { cropUrl } from "./viewer.js";

const CROP = 640;
let open = null; // the form and the button it belongs to

export const editing = () => open?.button ?? null;

export function closeEditor() {
  if (!open) return;
  const { form, button } = open;
  open = null;
  form.remove();
  button.setAttribute("aria-expanded", "false");
  if (button.isConnected) button.focus({ preventScroll: true });
}

// Open the editor below a reading's button; ``saved`` is called after the service has taken the change.
export function openEditor(button, saved) {
  if (open?.button === button) return;
  closeEditor();
  const form = document.getElementById("editor").content.firstElementChild.cloneNode(true);
  const { reading: target, paper } = button.dataset;
  const input = inputOf(button.dataset);
  form.querySelector(".editor-input").append(input);
  fillCrop(form, button.dataset);
  fillRivals(form, button.dataset, input);
  form.reason.value = say("reason_default");

  const send = async (work) => {
    const buttons = form.querySelectorAll("button");
    for (const each of buttons) each.disabled = true;
    try {
      await work();
      closeEditor();
      await saved();
    } catch (error) {
      for (const each of buttons) each.disabled = false;
      const said = form.querySelector(".editor-problem");
      said.textContent = [error.message, error.remedy].filter(Boolean).join("；");
      said.hidden = false;
      input.focus();
    }
  };
  const correct = (value) => {
    if (!form.reason.reportValidity()) return;
    send(() => call("POST", `/papers/${paper}/corrections`, { target, value, reason: form.reason.value }));
  };
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    correct(input.value);
  });
  form.querySelector("[data-absent]").addEventListener("click", () => correct(null));
  form.querySelector("[data-cancel]").addEventListener("click", closeEditor);
  const withdraw = form.querySelector("[data-withdraw]");
  if (button.dataset.correction) {
    withdraw.hidden = false;
    withdraw.addEventListener("click", () => send(() => call("DELETE", `/corrections/${button.dataset.correction}`)));
  }
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape") closeEditor();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
    event.stopPropagation();
  });

  (button.closest(".reading") ?? button.closest(".scroll")).after(form);
  open = { form, button };
  button.setAttribute("aria-expanded", "true");
  input.focus({ preventScroll: true });
  if (input.select) input.select();
  form.scrollIntoView({ block: "nearest" });
}

function inputOf({ type, input, options, label }) {
  if (options) {
    const choices = JSON.parse(options).map(([value, shown]) => make("option", { value, selected: value === input }, shown));
    return make("select", { name: "value", "aria-label": label }, ...choices);
  }
  if (["text", "lines", "names"].includes(type) && input.length > 40) {
    return make("textarea", { name: "value", rows: 3, maxlength: 4000, required: true, "aria-label": label }, input);
  }
  const made = make("input", { name: "value", maxlength: 4000, required: true, "aria-label": label, autocomplete: "off" });
  made.value = input;
  return made;
}

function fillCrop(form, data) {
  const place = data.place ? JSON.parse(data.place) : null;
  const crop = form.querySelector(".crop");
  const said = form.querySelector(".editor-read");
  if (data.correction) said.textContent = say("corrected_by", { by: data.by, before: data.before || say("blank"), reason: data.reason });
  else if (data.written) said.textContent = say("written", { text: data.written });
  else said.hidden = true;
  if (!place?.page || !place.boxes.length) {
    crop.hidden = true;
    return;
  }
  const img = crop.querySelector("img");
  img.alt = data.written;
  img.src = cropUrl(place, CROP);
  img.addEventListener("error", () => (crop.hidden = true));
}

function fillRivals(form, data, input) {
  const rivals = data.rivals ? JSON.parse(data.rivals) : [];
  if (!rivals.length) return;
  const line = form.querySelector(".rivals");
  line.hidden = false;
  line.append(...rivals.map((rival) => make("button", { type: "button", class: "small", onclick: () => (input.value = rival) }, rival)));
}
