// The form for the password of a paper, wherever one stands: tried at once, told in place when it does not open the paper.

import { at, call } from "./api.js";
import { make, say } from "./page.js";

// For a paper that the service has not drawn the form for.
export const unlockForm = (paper, upload) => make("form", { class: "unlock", "data-unlock": paper.id, "data-upload": upload },
  make("label", { class: "field" }, make("span", { class: "label" }, say("unlock_word")),
    make("input", { type: "password", name: "password", required: "", maxlength: 200, autocomplete: "off" })),
  make("button", { class: "small primary" }, say("unlock_go")),
  make("p", { class: "hint" }, say("unlock_hint")),
  make("p", { class: "editor-problem", role: "alert", hidden: "" }));

// ``opened`` is called with the form once a paper was opened; an archive leads to the upload in which what it held is being read.
export function offerUnlocks(room, opened) {
  room.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.matches("[data-unlock]")) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const said = form.querySelector(".editor-problem");
    button.disabled = true;
    said.hidden = true;
    try {
      const paper = await call("POST", `/papers/${form.dataset.unlock}/password`, { password: form.elements.password.value });
      form.reset();
      if (paper.id === form.dataset.unlock) await opened(form);
      else location.assign(at(paper.upload_id ? `/uploads/${paper.upload_id}` : "/filings"));
    } catch (error) {
      said.textContent = typeof error.remedy === "string" ? [error.message, error.remedy].filter(Boolean).join("；") : say("offline");
      said.hidden = false;
      form.elements.password.select();
      if (typeof error.remedy !== "string") console.error(error);
    } finally {
      button.disabled = false;
    }
  });
}
