// Search and pair picker. Names are fetched when a field is first used.
"use strict";

(() => {
  const form = /** @type {HTMLFormElement} */ (document.querySelector("form.pick"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const root = form.dataset.root ?? "";
  const MOST = 8;
  const LEAST_LIKENESS = 0.5;

  /** @typedef {{name: string, address: string, lab: string, price: string, sellers: number, keys: string[]}} Model */
  /** @type {Promise<Model[]> | undefined} */
  let loading;

  /** A name in lower case with one kind of separator. @param {string} text */
  function fold(text) {
    return text.toLowerCase().replace(/[^0-9a-z]+/g, "-").replace(/^-|-$/g, "");
  }

  /** @returns {Promise<Model[]>} */
  function names() {
    loading ??= fetch(form.dataset.names ?? "").then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      const rows = await answer.json();
      return rows.map((/** @type {any[]} */ row) => {
        const [name, address, lab, price, sellers, ids] = row;
        return { name, address, lab, price, sellers, keys: [name, ...ids].map(fold) };
      });
    });
    return loading;
  }

  /** Share of the two-letter pieces of `text` that `key` has. @param {string} text @param {string} key */
  function likeness(text, key) {
    const letters = text.replaceAll("-", "");
    const inside = key.replaceAll("-", "");
    let found = 0;
    for (let at = 0; at < letters.length - 1; at += 1) {
      if (inside.includes(letters.slice(at, at + 2))) found += 1;
    }
    return letters.length < 2 ? 0 : found / (letters.length - 1);
  }

  /** Smaller is nearer; above 4 it is another name. @param {string} text @param {Model} model */
  function distance(text, model) {
    let best = 9;
    for (const key of model.keys) {
      if (key === text) return 0;
      if (key.startsWith(text)) best = Math.min(best, 1);
      else if (`-${key}`.includes(`-${text}`)) best = Math.min(best, 2);
      else if (key.replaceAll("-", "").includes(text.replaceAll("-", ""))) best = Math.min(best, 3);
      else if (best > 4) {
        const like = likeness(text, key);
        if (like > LEAST_LIKENESS) best = Math.min(best, 5 - like);
      }
    }
    return best;
  }

  /** @param {string} typed @param {Model[]} models */
  function find(typed, models) {
    const text = fold(typed);
    if (!text) return [];
    const near = [];
    for (const model of models) {
      const far = distance(text, model);
      if (far < 5) near.push({ model, far });
    }
    near.sort((a, b) => a.far - b.far || b.model.sellers - a.model.sellers);
    return near.slice(0, MOST).map((one) => one.model);
  }

  class Field {
    /** @param {HTMLElement} box */
    constructor(box) {
      this.input = /** @type {HTMLInputElement} */ (box.querySelector("input"));
      this.list = /** @type {HTMLElement} */ (box.querySelector("[role=listbox]"));
      /** @type {Model[]} */
      this.found = [];
      /** @type {Model | undefined} */
      this.chosen = undefined;
      this.at = -1;
      this.input.addEventListener("focus", () => void names());
      this.input.addEventListener("input", () => void this.suggest());
      this.input.addEventListener("keydown", (event) => this.key(event));
      this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    }

    async suggest() {
      this.chosen = undefined;
      const models = await names();
      this.found = find(this.input.value, models);
      this.at = -1;
      this.list.replaceChildren(...this.found.map((model, at) => this.option(model, at)));
      this.list.hidden = this.found.length === 0;
      this.input.setAttribute("aria-expanded", String(!this.list.hidden));
      const isNothing = this.input.value.trim() && this.found.length === 0;
      status.textContent = isNothing ? `No model is called “${this.input.value}”.` : "";
    }

    /** @param {Model} model @param {number} at */
    option(model, at) {
      const option = document.createElement("li");
      option.id = `${this.list.id}-${at}`;
      option.setAttribute("role", "option");
      option.append(model.name);
      const about = document.createElement("small");
      const price = model.price ? `$${model.price} per 1M` : "no price sourced";
      about.textContent = [model.lab, model.sellers ? price : "not sold"].filter(Boolean).join(" · ");
      option.append(about);
      option.addEventListener("mousedown", () => this.choose(at));
      return option;
    }

    /** @param {KeyboardEvent} event */
    key(event) {
      const moves = { ArrowDown: 1, ArrowUp: -1 };
      if (event.key in moves && this.found.length) {
        event.preventDefault();
        const step = moves[/** @type {keyof typeof moves} */ (event.key)];
        this.at = (this.at + step + this.found.length) % this.found.length;
        [...this.list.children].forEach((option, at) =>
          option.setAttribute("aria-selected", String(at === this.at)),
        );
        this.input.setAttribute("aria-activedescendant", `${this.list.id}-${this.at}`);
      } else if (event.key === "Enter" && this.at >= 0 && !this.list.hidden) {
        event.preventDefault();
        this.choose(this.at);
      } else if (event.key === "Escape") {
        this.close();
      }
    }

    /** @param {number} at */
    choose(at) {
      this.chosen = this.found[at];
      this.input.value = this.chosen?.name ?? "";
      this.close();
    }

    close() {
      this.list.hidden = true;
      this.input.setAttribute("aria-expanded", "false");
      this.input.removeAttribute("aria-activedescendant");
    }

    /** What was chosen, or else the nearest to what was typed. */
    async meant() {
      if (this.chosen || !this.input.value.trim()) return this.chosen;
      return find(this.input.value, await names())[0];
    }
  }

  const boxes = /** @type {HTMLElement[]} */ ([...form.querySelectorAll(".combo")]);
  const fields = boxes.map((box) => new Field(box));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void show();
  });

  async function show() {
    let models;
    try {
      models = await Promise.all(fields.map((field) => field.meant()));
    } catch {
      status.textContent = "The names of models cannot be loaded; the catalog lists them.";
      return;
    }
    const [first, second] = models.filter((model) => model !== undefined);
    if (!first) {
      status.textContent = "Type the name of a model.";
    } else if (!second || first.address === second.address) {
      location.href = `${root}models/${first.address}/index.html`;
    } else {
      await compare(first, second);
    }
  }

  /** @param {Model} first @param {Model} second */
  async function compare(first, second) {
    const [one, other] = [first.address, second.address].sort();
    const path = `${root}compare/${one}/${other}/index.html`;
    const joined = `${root}compare/index.html?${new URLSearchParams({ a: one ?? "", b: other ?? "" })}`;
    let isFile = false;
    try {
      isFile = (await fetch(path, { method: "HEAD" })).ok;
    } catch {
      // Where nothing can be asked, the pages of the two models are joined.
    }
    location.href = isFile ? path : joined;
  }
})();
