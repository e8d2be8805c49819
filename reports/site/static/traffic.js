// The visitor's traffic: read from a form, kept in the address and, where the browser allows, for the next page.
"use strict";

const traffic = (() => {
  const KEY = "cardkeep traffic";
  const NUMBERS = ["in", "out", "requests", "batch", "cached"];

  /** A number as it was typed, if it is one that the field allows. @param {HTMLInputElement} field @param {string} text */
  function allowed(field, text) {
    const value = Number(text);
    return text.trim() !== "" && Number.isFinite(value) && value >= Number(field.min) && value <= Number(field.max);
  }

  /** @param {HTMLFormElement} form @param {string} name */
  function field(form, name) {
    return /** @type {HTMLInputElement | null} */ (form.elements.namedItem(name));
  }

  /** The traffic of a form; what is no number in its range is told and the default taken.
   * @param {HTMLFormElement} form @returns {{asked: Traffic, wrong: string[]}} */
  function read(form) {
    /** @type {string[]} */
    const wrong = [];
    const [input = 0, output = 0, requests = 1, batch = 0, cached = 0] = NUMBERS.map((name) => {
      const one = field(form, name);
      if (one === null) return undefined;
      const isAllowed = allowed(one, one.value);
      one.setAttribute("aria-invalid", String(!isAllowed));
      if (!isAllowed) wrong.push(`${one.labels?.[0]?.textContent?.trim() ?? name}: from ${one.min} to ${one.max}`);
      return Number(isAllowed ? one.value : one.defaultValue);
    });
    return { asked: { input, output, requests, batch, cached, region: field(form, "region")?.value ?? "" }, wrong };
  }

  /** Takes what the address says, or else the page before. @param {HTMLFormElement} form */
  function recall(form) {
    let kept = new URLSearchParams(location.search);
    if (![...NUMBERS, "region"].some((name) => kept.has(name))) {
      try {
        kept = new URLSearchParams(localStorage.getItem(KEY) ?? "");
      } catch {
        return; // storage is refused: the page's own traffic stands
      }
    }
    for (const name of [...NUMBERS, "region"]) {
      const [one, value] = [field(form, name), kept.get(name)];
      if (one && value !== null) one.value = value.slice(0, 60); // what is no number is told when it is read
    }
  }

  /** Keeps what differs from the default in the address and for the next page. @param {HTMLFormElement} form */
  function remember(form) {
    const address = new URLSearchParams(location.search);
    const kept = new URLSearchParams();
    for (const name of [...NUMBERS, "region"]) {
      const one = field(form, name);
      address.delete(name);
      if (one && one.value !== one.defaultValue) {
        address.set(name, one.value);
        kept.set(name, one.value);
      }
    }
    const query = address.toString();
    try {
      history.replaceState(null, "", `${location.pathname}${query ? `?${query}` : ""}${location.hash}`);
      localStorage.setItem(KEY, kept.toString());
    } catch {
      // A browser that refuses storage, or an address of a file, forgets it with the page.
    }
  }

  /** The offers that have a cost, the cheapest first. @template {OfferRows} Offer
   * @param {Offer[]} offers @param {Traffic} asked */
  function cheapest(offers, asked) {
    /** @type {{offer: Offer, cost: {low: bigint, high: bigint}}[]} */
    const priced = [];
    for (const offer of offers) {
      const cost = prices.month(offer, asked);
      if (cost !== null) priced.push({ offer, cost });
    }
    priced.sort((one, other) => (one.cost.low < other.cost.low ? -1 : one.cost.low > other.cost.low ? 1 : 0));
    return priced;
  }

  return { cheapest, read, recall, remember };
})();
