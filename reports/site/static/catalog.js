// The table of the catalog: filter, sort and traffic, all kept in the address. Rows are fetched when something is
// asked that the page does not show yet.
"use strict";

(() => {
  /** @typedef {OfferRows & {in: string, out: string}} Card */
  /**
   * @typedef {{name: string, address: string, lab: string | null, sellers: number, cards: Card[],
   *   context: number | null, max_output: number | null, licence: string | null, open: string | null,
   *   released: string | null, can: string[]}} Model
   */
  /** @typedef {{model: Model, card: Card | undefined, month: bigint | undefined}} Row */

  const PAGE = 100;
  const form = /** @type {HTMLFormElement} */ (document.getElementById("filters"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const table = /** @type {HTMLTableElement} */ (document.querySelector("table.catalog"));
  const body = /** @type {HTMLTableSectionElement} */ (table.tBodies[0]);
  const more = /** @type {HTMLButtonElement} */ (document.getElementById("more"));
  const heads = /** @type {HTMLElement[]} */ ([...table.querySelectorAll("th[data-sort]")]);
  const choice = /** @type {HTMLSelectElement} */ (document.getElementById("order"));
  const UNKNOWN = "not sourced";
  let shown = PAGE;
  let sort = "sellers";
  let isDescending = true;
  /** @type {string[]} */
  let faults = [];
  /** @type {Promise<Model[]> | undefined} */
  let loading;

  function models() {
    loading ??= fetch(form.dataset.rows ?? "").then(async (answer) => {
      if (!answer.ok) throw new Error(`${answer.status}`);
      return (await answer.json()).models;
    });
    return loading;
  }

  function asked() {
    const data = new FormData(form);
    const number = (/** @type {string} */ name) => {
      const value = Number(data.get(name));
      return Number.isFinite(value) && value >= 0 ? value : 0;
    };
    return {
      context: number("context"),
      name: String(data.get("q") ?? "").toLowerCase().trim(),
      seller: String(data.get("seller") ?? "").toLowerCase().trim(),
      can: data.getAll("can").map(String),
      isOpen: data.has("open"),
      isPriced: data.has("priced"),
    };
  }

  /** @param {Model[]} all @returns {Row[]} */
  function matching(all) {
    const { asked: month, wrong } = traffic.read(form);
    faults = wrong;
    const { context, name, seller, can, isOpen, isPriced } = asked();
    const rows = [];
    for (const model of all) {
      if (name && !`${model.name} ${model.address} ${model.lab ?? ""}`.toLowerCase().includes(name)) continue;
      if (context && !(model.context !== null && model.context >= context)) continue;
      if (isOpen && model.open !== "yes") continue;
      if (!can.every((one) => model.can.includes(one))) continue;
      const cards = seller
        ? model.cards.filter((card) => card.seller.toLowerCase().includes(seller))
        : model.cards;
      if (seller && cards.length === 0) continue;
      const [best] = traffic.cheapest(cards, month);
      const least = best?.cost.low;
      if (isPriced && least === undefined) continue;
      rows.push({ model, card: best?.offer, month: least });
    }
    return rows.sort(order);
  }

  /** @param {Row} row @returns {string | number | bigint | null | undefined} */
  function key(row) {
    switch (sort) {
      case "name": return row.model.name.toLowerCase();
      case "month": return row.month;
      case "input": return row.card && Number(row.card.in);
      case "output": return row.card && Number(row.card.out);
      case "seller": return row.card?.seller.toLowerCase();
      case "context": return row.model.context;
      case "max_output": return row.model.max_output;
      case "released": return row.model.released;
      default: return row.model.sellers;
    }
  }

  /** What is not sourced goes last, whichever way. @param {Row} a @param {Row} b */
  function order(a, b) {
    const [one, other] = [key(a), key(b)];
    const isOne = one !== null && one !== undefined;
    const isOther = other !== null && other !== undefined;
    if (!isOne || !isOther) return Number(isOther) - Number(isOne);
    if (one === other) return b.model.sellers - a.model.sellers;
    return (one < other ? -1 : 1) * (isDescending ? -1 : 1);
  }

  /** @param {number} count */
  function tokens(count) {
    if (count >= 999_500) return `${+(count / 1e6).toFixed(2)}M`;
    return count >= 1000 ? `${Math.round(count / 1000)}K` : String(count);
  }

  /** A price, with four digits that count; its receipt has them all. @param {string} amount */
  function price(amount) {
    const shown = Number(amount).toLocaleString("en-US", { maximumSignificantDigits: 4 });
    return `$${shown}`;
  }

  /** @param {string} label @param {string | null | undefined} text @param {boolean} isNumber */
  function cell(label, text, isNumber) {
    const made = document.createElement("td");
    made.dataset.label = label;
    if (isNumber) made.className = "num";
    if (text === null || text === undefined) made.classList.add("none");
    made.textContent = text ?? UNKNOWN;
    return made;
  }

  /** @param {Row} row */
  function line({ model, card, month: cost }) {
    const made = document.createElement("tr");
    const head = document.createElement("th");
    head.scope = "row";
    const link = document.createElement("a");
    link.href = `../models/${model.address}/index.html`;
    link.textContent = model.name;
    const about = document.createElement("small");
    about.textContent = [model.lab ?? "maker not sourced", model.licence].filter(Boolean).join(" · ");
    head.append(link, about);
    tray.add(head, model.address, model.name);
    made.append(
      head,
      cell("A month", cost === undefined ? null : prices.dollars(cost, true), true),
      cell("Input $/1M", card && price(card.in), true),
      cell("Output $/1M", card && price(card.out), true),
      cell("Context", model.context === null ? null : tokens(model.context), true),
      cell("Max output", model.max_output === null ? null : tokens(model.max_output), true),
      cell("Cheapest seller", card?.seller, false),
      cell("Sellers", String(model.sellers), true),
      cell("Released", model.released, true),
    );
    return made;
  }

  async function draw() {
    let all;
    try {
      all = await models();
    } catch {
      status.textContent = "The rest of the catalog cannot be loaded; these are the models with most sellers.";
      return;
    }
    const rows = matching(all);
    body.replaceChildren(...rows.slice(0, shown).map(line));
    more.hidden = rows.length <= shown;
    const told = faults.map((fault) => ` Not a number in range, the default is taken. ${fault}.`);
    const count = `${rows.length.toLocaleString("en-US")} of ${all.length.toLocaleString("en-US")} models.`;
    status.textContent = count + told.join("");
    for (const head of heads) {
      const isSorted = head.dataset.sort === sort;
      if (isSorted) head.setAttribute("aria-sort", isDescending ? "descending" : "ascending");
      else head.removeAttribute("aria-sort");
    }
  }

  function remember() {
    const kept = new URLSearchParams();
    for (const [name, value] of new FormData(form)) {
      const field = form.elements.namedItem(name);
      const isDefault = field instanceof HTMLInputElement && field.type !== "checkbox" && field.defaultValue === value;
      if (value !== "" && !isDefault) kept.append(name, String(value));
    }
    if (sort !== "sellers" || !isDescending) kept.set("sort", `${isDescending ? "-" : ""}${sort}`);
    const query = kept.toString();
    history.replaceState(null, "", query ? `?${query}` : location.pathname);
  }

  function recall() {
    const kept = new URLSearchParams(location.search);
    for (const [name, value] of kept) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (field instanceof HTMLInputElement && field.type === "checkbox") field.checked ||= field.value === value;
        else if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
      }
    }
    const asks = kept.get("sort");
    if (asks && heads.some((head) => head.dataset.sort === asks.replace(/^-/, ""))) {
      sortBy(asks);
    }
    return [...kept].length > 0;
  }

  /** @param {string} asks "month" ascending, "-month" descending */
  function sortBy(asks) {
    isDescending = asks.startsWith("-");
    sort = asks.replace(/^-/, "");
    choice.value = asks;
  }

  function changed() {
    shown = PAGE;
    remember();
    void draw();
  }

  for (const head of heads) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    button.addEventListener("click", () => {
      const first = ["sellers", "context", "max_output", "released"].includes(head.dataset.sort ?? "");
      const isDown = sort === head.dataset.sort ? !isDescending : first;
      sortBy(`${isDown ? "-" : ""}${head.dataset.sort}`);
      changed();
    });
    head.append(button);
  }
  form.addEventListener("input", changed);
  choice.addEventListener("change", () => {
    sortBy(choice.value);
    changed();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => {
    setTimeout(() => {
      sortBy("-sellers");
      changed();
    });
  });
  form.querySelector("[name=seller]")?.addEventListener("focus", async () => {
    const list = /** @type {HTMLElement} */ (document.getElementById("sellers"));
    if (list.childElementCount) return;
    const known = new Set((await models()).flatMap((model) => model.cards.map((card) => card.seller)));
    for (const who of [...known].sort()) list.append(new Option(who));
  });
  more.addEventListener("click", () => {
    shown += PAGE;
    void draw();
  });
  if (recall()) void draw();
})();
