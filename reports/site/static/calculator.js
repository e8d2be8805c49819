// The calculator of a page: what the visitor's traffic costs at each model of it, the cheapest confirmed offer first.
"use strict";

const calculator = { start: () => {
  const form = /** @type {HTMLFormElement | null} */ (document.querySelector("form.calc"));
  if (form === null) return;
  const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
  const sides = [...form.querySelectorAll("tr[data-side]")].map((row) => {
    const side = /** @type {HTMLElement} */ (row).dataset.side ?? "";
    const text = document.getElementById(`prices-${side}`)?.textContent ?? "[]";
    const first = document.querySelector(`.ans [data-month="${side}"]`);
    return {
      side,
      cells: [...row.querySelectorAll("td")],
      offers: /** @type {OfferRows[]} */ (JSON.parse(text)),
      first,
      before: first ? [...first.childNodes] : [],
    };
  });
  const OTHERS = 3;

  /** @param {{low: bigint, high: bigint}} cost */
  function words({ low, high }) {
    return low === high ? prices.dollars(low) : `${prices.dollars(low)} to ${prices.dollars(high)}`;
  }

  function draw() {
    const { asked, wrong } = traffic.read(/** @type {HTMLFormElement} */ (form));
    const isDefault = [...(form?.querySelectorAll("input") ?? [])].every((one) => one.value === one.defaultValue);
    let isOpen = false;
    const costs = sides.map(({ cells, offers, first, before }) => {
      const priced = traffic.cheapest(offers, asked);
      const [best] = priced;
      isOpen ||= best !== undefined && best.cost.low !== best.cost.high;
      const others = priced.slice(1, 1 + OTHERS).map(({ offer, cost }) => `${offer.seller} ${words(cost)}`);
      const more = priced.length - 1 - others.length;
      const missing = offers.length ? "none of its confirmed offers has every price that this needs" : "no confirmed price";
      const month = best ? words(best.cost) : "Not known";
      const where = best ? best.offer.seller : missing;
      const next = best && others.length ? `; next ${others.join(", ")}${more > 0 ? ` and ${more} more` : ""}` : "";
      if (cells[0]) cells[0].textContent = month;
      if (cells[1]) cells[1].textContent = `${where}${next}`;
      if (first) show(first, isDefault ? before : [span("money", month), small(best ? `at ${where}` : where)]);
      return best?.cost;
    });
    document.querySelector("[data-default-traffic]")?.toggleAttribute("hidden", isDefault);
    document.querySelector(".ans [data-traffic]")?.replaceChildren(isDefault ? defaultTraffic : "your traffic");
    lead(isDefault ? undefined : costs);
    const told = wrong.map((one) => `Not a number in range, the default is taken. ${one}.`);
    if (isOpen) told.push("A range: a region, an hour or a way of thinking that was not given decides.");
    status.textContent = told.join(" ");
  }

  const defaultTraffic = document.querySelector(".ans [data-traffic]")?.textContent ?? "";
  const marked = sides.map(({ first }) => first?.closest("td")?.classList.contains("lead") ?? false);

  /** Marks the lower of two costs, or as the page came. @param {({low: bigint, high: bigint} | undefined)[] | undefined} costs */
  function lead(costs) {
    const [one, other] = costs ?? [];
    sides.forEach(({ first }, place) => {
      const cell = first?.closest("td");
      let isLead = marked[place] ?? false;
      if (costs !== undefined) {
        const [own, against] = place === 0 ? [one, other] : [other, one];
        isLead = own !== undefined && against !== undefined && own.high < against.low;
      }
      cell?.classList.toggle("lead", isLead);
      cell?.querySelector(".win")?.toggleAttribute("hidden", !isLead);
    });
  }

  /** @param {Element} place @param {(Node | string)[]} nodes */
  function show(place, nodes) {
    place.replaceChildren(...nodes);
  }

  /** @param {string} name @param {string} text */
  function span(name, text) {
    const made = document.createElement("span");
    made.className = name;
    made.textContent = text;
    return made;
  }

  /** @param {string} text */
  function small(text) {
    const made = document.createElement("small");
    made.textContent = text;
    return made;
  }

  const known = new Set(sides.flatMap(({ offers }) => offers.flatMap(({ plan }) =>
    Object.values(plan).flatMap((regions) => Object.keys(regions)))));
  known.delete("");
  known.delete("*");
  for (const region of [...known].sort()) document.getElementById("regions")?.append(new Option(region));
  traffic.recall(form);
  form.addEventListener("input", () => {
    draw();
    traffic.remember(form);
  });
  form.addEventListener("reset", () => setTimeout(() => {
    draw();
    traffic.remember(form);
  }));
  form.addEventListener("submit", (event) => event.preventDefault());
  draw();
} };

// A page that fills in its prices first starts it then.
if (!document.querySelector("form.calc[data-later]")) calculator.start();
