// The form works without this. It greys the model out when it isn't known, and stops a second press.
"use strict";

const form = document.querySelector("form[data-sending]");
const model = document.getElementById("product_model");
const unknown = document.getElementById("model_unknown");

function greyModel() {
  model.disabled = unknown.checked;
}

unknown.addEventListener("change", greyModel);
greyModel();

const button = form.querySelector("button[type=submit]");
const send = button.textContent;

form.addEventListener("submit", () => {
  button.disabled = true;
  button.textContent = form.dataset.sending;
});

// A page that comes back from the browser's memory can be sent again.
window.addEventListener("pageshow", () => {
  button.disabled = false;
  button.textContent = send;
});

// After a refusal the reader begins at the list of faults.
const alert = document.querySelector(".alert");
if (alert) {
  alert.tabIndex = -1;
  alert.focus();
}
