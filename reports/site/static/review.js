// The review desk by keys; without a script it is a form.
"use strict";

(() => {
  const questions = /** @type {HTMLElement[]} */ ([...document.querySelectorAll(".question")]);
  const reason = document.querySelector("[name=reason]");
  const count = document.getElementById("count");
  const all = document.getElementById("all");
  if (!(reason instanceof HTMLInputElement) || !count || !all) return;
  let at = -1;

  /** @param {HTMLElement} question @returns {HTMLInputElement[]} */
  const boxes = (question) => [...question.querySelectorAll("input")];
  const held = questions.filter((question) => question.dataset.kind === "held");

  function tell() {
    const ticked = document.querySelectorAll(".question input:checked").length;
    /** @type {HTMLElement} */ (count).textContent = ticked ? `${ticked} ticked` : "";
  }

  /** @param {number} next */
  function go(next) {
    at = Math.min(Math.max(next, 0), questions.length - 1);
    questions[at]?.focus();
  }

  /** @param {number} number */
  function tick(number) {
    const box = boxes(questions[Math.max(at, 0)] ?? document.body)[number];
    if (box) box.checked = !box.checked;
    tell();
  }

  for (const element of [all, document.getElementById("keys")]) if (element) element.hidden = false;
  all.hidden = held.length === 0;
  all.addEventListener("click", () => {
    for (const question of held) {
      const [first] = boxes(question);
      if (first) first.checked = true;
    }
    tell();
  });
  document.addEventListener("change", tell);
  document.addEventListener("focusin", (event) => {
    const question = event.target instanceof Element ? event.target.closest(".question") : null;
    if (question instanceof HTMLElement) at = questions.indexOf(question);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLInputElement && event.target.type !== "checkbox") {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "x") tick(0);
    else if (/^[1-9]$/.test(event.key)) tick(Number(event.key) - 1);
    else if (event.key === "r") reason.focus();
    else return;
    event.preventDefault();
  });
})();
