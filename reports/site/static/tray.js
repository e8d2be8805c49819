// Two models that are ticked in the catalog, and the way to their comparison.
"use strict";

const tray = (() => {
  const place = /** @type {HTMLElement} */ (document.getElementById("tray"));
  const told = /** @type {HTMLElement} */ (place.querySelector("span"));
  const button = /** @type {HTMLButtonElement} */ (place.querySelector("button"));
  /** @type {Map<string, string>} Names by address, in the order in which they were ticked. */
  const chosen = new Map();

  function tell() {
    const names = [...chosen.values()];
    place.hidden = names.length === 0;
    button.hidden = names.length < 2;
    told.textContent = names.length < 2 ? `${names[0]} and one more` : names.join(" and ");
  }

  /** Puts a box before the link of a row. @param {HTMLElement} head @param {string} address @param {string} name */
  function add(head, address, name) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.setAttribute("aria-label", `Compare ${name}`);
    box.checked = chosen.has(address);
    box.addEventListener("change", () => {
      if (box.checked) chosen.set(address, name);
      else chosen.delete(address);
      const [oldest] = chosen.keys();
      if (chosen.size > 2 && oldest !== undefined) {
        chosen.delete(oldest);
        for (const other of document.querySelectorAll("table.catalog tbody input")) {
          if (other instanceof HTMLInputElement && other.dataset.address === oldest) other.checked = false;
        }
      }
      tell();
    });
    box.dataset.address = address;
    head.prepend(box);
  }

  button.addEventListener("click", async () => {
    const [one, other] = [...chosen.keys()].sort();
    const path = `../compare/${one}/${other}/index.html`;
    const joined = `../compare/index.html?${new URLSearchParams({ a: one ?? "", b: other ?? "" })}`;
    const isFile = await fetch(path, { method: "HEAD" }).then((answer) => answer.ok, () => false);
    location.href = isFile ? path : joined;
  });

  for (const head of document.querySelectorAll("table.catalog tbody th")) {
    const link = head.querySelector("a");
    const address = link?.getAttribute("href")?.split("/").at(-2);
    if (head instanceof HTMLElement && link && address) add(head, address, link.textContent ?? "");
  }
  return { add };
})();
