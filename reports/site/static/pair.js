// Any two models side by side, joined from their own pages: rows, sentences and price rows as they were rendered there.
// Nothing is decided here but which row stands beside which.
"use strict";

(() => {
  const told = /** @type {HTMLElement} */ (document.getElementById("told"));
  const joined = /** @type {HTMLElement} */ (document.getElementById("joined"));
  const SIDES = ["A", "B"];

  /** @typedef {{side: string, address: string, url: URL, page: Document, name: string}} Model */

  /** @param {string} text @param {[string, string][]} links */
  function tell(text, ...links) {
    told.replaceChildren(text);
    for (const [label, href] of links) {
      const link = document.createElement("a");
      link.href = href;
      link.textContent = label;
      told.append(" ", link);
    }
  }

  /** @param {string} address @param {string} side @returns {Promise<Model>} */
  async function read(address, side) {
    const url = new URL(`../models/${encodeURIComponent(address)}/index.html`, location.href);
    const answer = await fetch(url);
    if (!answer.ok) throw new Error(`There is no model “${address}” here: it may have another name now.`);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const heading = page.querySelector("h1");
    const name = [...(heading?.childNodes ?? [])].find((node) => node.nodeType === Node.TEXT_NODE)?.textContent ?? "";
    return { side, address, url, page, name: name.trim() || address };
  }

  /** A copy of what stands in a cell, whose links lead to the page that it is from.
   * @param {Element} cell @param {Model} model */
  function copied(cell, model) {
    const copy = /** @type {Element} */ (document.importNode(cell, true));
    for (const script of copy.querySelectorAll("script")) script.remove();
    for (const one of [copy, ...copy.querySelectorAll("[id]")]) one.removeAttribute("id");
    for (const link of copy.querySelectorAll("a[href]")) {
      link.setAttribute("href", new URL(link.getAttribute("href") ?? "", model.url).href);
    }
    return copy;
  }

  /** The rows of a section of a model's page, by what they are of.
   * @param {Model} model @param {string} section @returns {Map<string, {head: Element, cell: Element}>} */
  function rows(model, section) {
    const found = new Map();
    for (const row of model.page.querySelectorAll(`#${section} table tbody tr`)) {
      const [head, cell] = row.children;
      const group = row.closest("details")?.querySelector("summary")?.textContent?.replace(/: \d+$/, "") ?? "";
      if (head && cell) found.set(`${group} ${head.textContent}`, { head, cell });
    }
    return found;
  }

  /** @param {string} name @param {string} role */
  function made(name, role) {
    const element = document.createElement(name);
    element.setAttribute("role", role);
    return element;
  }

  /** @param {Model[]} models @param {string} section @param {boolean} isShared whether only what both have is shown */
  function table(models, section, isShared) {
    const place = /** @type {HTMLElement} */ (document.getElementById(section));
    const found = models.map((model) => rows(model, section));
    const keys = new Set(found.flatMap((of) => [...of.keys()]));
    const shown = [...keys].filter((key) => !isShared || found.every((of) => of.has(key)));
    if (shown.length === 0) {
      const none = document.createElement("p");
      none.textContent = isShared ? "No benchmark has a score of both." : "Neither page says anything.";
      place.append(none);
      return;
    }
    const all = made("table", "table");
    all.className = "cmp";
    const head = made("tr", "row");
    for (const [text, css] of [["", ""], ...models.map(({ name, side }) => [name, `${side} mk`])]) {
      const cell = made("th", "columnheader");
      cell.setAttribute("scope", "col");
      cell.className = css ?? "";
      cell.textContent = text || "What";
      head.append(cell);
    }
    const top = made("thead", "rowgroup");
    top.append(head);
    const body = made("tbody", "rowgroup");
    for (const key of shown) body.append(line(models, found.map((of) => of.get(key))));
    all.append(top, body);
    place.append(all);
  }

  /** @param {Model[]} models @param {({head: Element, cell: Element} | undefined)[]} cells */
  function line(models, cells) {
    const row = made("tr", "row");
    const known = cells.find((cell) => cell !== undefined);
    const label = made("th", "rowheader");
    label.setAttribute("scope", "row");
    if (known) label.append(...(/** @type {Element} */ (document.importNode(known.head, true)).childNodes));
    row.append(label);
    models.forEach((model, at) => {
      const [cell, made_] = [cells[at], made("td", "cell")];
      made_.className = model.side;
      if (cell) made_.append(...copied(cell.cell, model).childNodes);
      else {
        made_.classList.add("unknown");
        made_.textContent = "Not sourced";
      }
      row.append(made_);
    });
    const [one, other] = cells.map((cell) => cell?.cell.querySelector("span")?.textContent);
    row.className = one === other ? "same" : "diff";
    return row;
  }

  /** @param {Model} model */
  function offers(model) {
    const place = /** @type {HTMLElement} */ (document.getElementById("pricing"));
    const from = model.page.querySelector("#pricing");
    if (!from) return;
    const box = document.createElement("div");
    box.className = `sellers ${model.side}`;
    const head = document.createElement("h3");
    head.className = `${model.side} mk`;
    head.textContent = model.name;
    box.append(head, ...[...copied(from, model).children].filter((child) => child.localName !== "h2"));
    place.append(box);
  }

  /** @param {Model[]} models */
  function show(models) {
    document.title = models.map(({ name }) => name).join(" and ");
    for (const { side, url, page, name } of models) {
      const link = /** @type {HTMLAnchorElement} */ (document.querySelector(`h1 .${side} a`));
      link.href = url.href;
      link.parentElement?.removeAttribute("hidden");
      link.textContent = name;
      const maker = /** @type {HTMLElement} */ (document.querySelector(`h1 .${side} small`));
      maker.textContent = page.querySelector("h1 small")?.textContent ?? "";
      const label = /** @type {HTMLElement} */ (document.querySelector(`tr[data-side=${side}] th`));
      label.textContent = name;
      const rowsOf = /** @type {HTMLElement} */ (document.getElementById(`prices-${side}`));
      rowsOf.textContent = page.getElementById("prices-A")?.textContent ?? "[]";
    }
    table(models, "specs", false);
    table(models, "capabilities", false);
    table(models, "benchmarks", true);
    models.forEach(offers);
    const ledes = models.flatMap((model) => {
      const lede = model.page.querySelector(".intro");
      return lede ? [...copied(lede, model).childNodes, " "] : [];
    });
    told.replaceChildren(...ledes);
    joined.hidden = false;
    calculator.start();
  }

  async function start() {
    const asked = new URLSearchParams(location.search);
    const [first, second] = [asked.get("a")?.trim() ?? "", asked.get("b")?.trim() ?? ""];
    if (!first || !second) {
      tell("Two models are compared; choose them", ["on the first page", "../index.html"]);
      return;
    }
    if (first === second) {
      const own = `../models/${encodeURIComponent(first)}/index.html`;
      tell(`“${first}” is named twice. It has`, ["a page of its own", own]);
      return;
    }
    const addresses = [first, second].sort();
    try {
      show(await Promise.all(addresses.map((address, at) => read(address, SIDES[at] ?? ""))));
    } catch (error) {
      const isOffline = location.protocol === "file:" || !(error instanceof Error) || error instanceof TypeError;
      const why = isOffline ? "The pages of the two models cannot be read from here." : error.message;
      tell(why, ["Search again", "../index.html"], ["all models by name", "../models/index.html"]);
    }
  }

  void start();
})();
