// What a month costs at an offer, from the price rows that a page holds. Exact: amounts are whole numbers of 10^-40
// dollars. Which rows hold under which conditions was decided where the rows were made; here a band is looked up,
// and amounts are multiplied and added.
"use strict";

/** @typedef {[from: number, to: number | null, each: string | null]} PriceRow */
/** @typedef {[marginal: "parts" | "any" | null, rows: PriceRow[]]} BandedPrice */
/** @typedef {[label: string, request: string | null, meters: {[letter: string]: BandedPrice[]}]} Way */
/**
 * @typedef {{route: string, seller: string, ways: Way[],
 *   plan: {[tier: string]: {[region: string]: {[letters: string]: number[]}}}}} OfferRows
 */
/** @typedef {{tier: string, region: string, input: bigint, cached: bigint, output: bigint, requests: bigint}} Usage */
/** @typedef {{low: bigint, high: bigint} | null} Cost  null: not known */
/**
 * @typedef {{input: number, output: number, requests: number, cached: number, batch: number, region: string}} Traffic
 *   millions of tokens, requests, percent
 */

const prices = (() => {
  const PLACES = 40;
  const ZERO = BigInt(0);
  const MILLION = 1e6;

  /** @type {Map<string, bigint>} */
  const read = new Map();

  /** @param {string} amount */
  function exact(amount) {
    let found = read.get(amount);
    if (found === undefined) {
      const [whole, decimals = ""] = amount.split(".");
      found = BigInt(whole + decimals.padEnd(PLACES, "0"));
      read.set(amount, found);
    }
    return found;
  }

  /** @param {bigint} one @param {bigint} other */
  const smaller = (one, other) => (one < other ? one : other);
  /** @param {bigint} one @param {bigint} other */
  const larger = (one, other) => (one > other ? one : other);

  /** The rows whose band holds the input of a request: those of the highest, narrowest band.
   * @param {PriceRow[]} rows @param {bigint} prompts @param {bigint} requests */
  function bandOf(rows, prompts, requests) {
    const holding = rows.filter(([from, to]) =>
      BigInt(from) * requests <= prompts && (to === null || prompts < BigInt(to) * requests));
    const start = Math.max(...holding.map(([from]) => from));
    const highest = holding.filter(([from]) => from === start);
    const end = Math.min(...highest.map(([, to]) => to ?? Infinity));
    return highest.filter(([, to]) => (to ?? Infinity) === end);
  }

  /** What each part of an input costs in its band.
   * @param {PriceRow[]} rows @param {bigint} before @param {bigint} amount @param {bigint} requests @returns {Cost} */
  function inParts(rows, before, amount, requests) {
    let total = ZERO;
    for (const [from, to, each] of rows) {
      const low = larger(before, BigInt(from) * requests);
      const end = before + amount;
      const high = to === null ? end : smaller(end, BigInt(to) * requests);
      if (low >= high) continue;
      if (each === null) return null;
      total += (high - low) * exact(each);
    }
    return { low: total, high: total };
  }

  /** @param {BandedPrice} price @param {bigint} before @param {bigint} amount @param {Usage} usage @returns {Cost} */
  function atPrice([marginal, rows], before, amount, usage) {
    const prompts = usage.input + usage.cached;
    const { requests } = usage;
    let top = bandOf(rows, prompts, requests);
    if (top.length === 0) return null;
    if (marginal === "parts") return inParts(rows, before, amount, requests);
    if (marginal === "any") top = rows.filter(([from]) => BigInt(from) * requests <= prompts);
    if (top.some(([, , each]) => each === null)) return null;
    const costs = top.map(([, , each]) => amount * exact(each ?? "0"));
    return { low: costs.reduce(smaller), high: costs.reduce(larger) };
  }

  /** @param {Way} way @param {Usage} usage @returns {Cost} */
  function underWay([, request, meters], usage) {
    const fee = request === null ? ZERO : exact(request) * usage.requests;
    let [low, high] = [fee, fee];
    for (const [letter, before, amount] of charged(usage)) {
      const costs = (meters[letter] ?? []).map((price) => atPrice(price, before, amount, usage));
      const known = costs.filter((cost) => cost !== null);
      if (known.length === 0 || known.length < costs.length) return null;
      low += known.map((cost) => cost.low).reduce(smaller);
      high += known.map((cost) => cost.high).reduce(larger);
    }
    return { low, high };
  }

  /** What is charged: the letter of a meter, the input before it and its tokens. A prompt begins with what is cached.
   * @param {Usage} usage @returns {[string, bigint, bigint][]} */
  function charged({ input, cached, output }) {
    /** @type {[string, bigint, bigint][]} */
    const all = [["i", cached, input], ["c", ZERO, cached], ["o", ZERO, output]];
    return all.filter(([, , amount]) => amount > ZERO);
  }

  /** What a usage costs at an offer: two ends that differ where something that matters is not given.
   * @param {OfferRows} offer @param {Usage} usage @returns {Cost} */
  function bill(offer, usage) {
    const letters = charged(usage).map(([letter]) => letter).join("");
    const regions = offer.plan[usage.tier];
    if (regions === undefined) return letters ? null : { low: ZERO, high: ZERO };
    const sets = regions[usage.region.trim().toLowerCase()] ?? regions["*"] ?? {};
    const places = sets["*"] ?? sets[letters] ?? [];
    const costs = places.map((place) => underWay(/** @type {Way} */ (offer.ways[place]), usage));
    const known = costs.filter((cost) => cost !== null);
    if (known.length === 0) return null;
    return {
      low: known.map((cost) => cost.low).reduce(smaller),
      high: known.map((cost) => cost.high).reduce(larger),
    };
  }

  /** A month as what it has at each tier. The cached share is of the input that is not sent as a batch.
   * @param {Traffic} traffic @returns {Usage[]} */
  function usages(traffic) {
    /** @param {bigint} amount @param {number} percent */
    const share = (amount, percent) => (amount * BigInt(Math.round(percent * 1000))) / BigInt(100_000);
    const input = BigInt(Math.round(traffic.input * MILLION));
    const output = BigInt(Math.round(traffic.output * MILLION));
    const requests = larger(BigInt(Math.round(traffic.requests)), BigInt(1));
    const batch = {
      tier: "batch",
      region: traffic.region,
      input: share(input, traffic.batch),
      cached: ZERO,
      output: share(output, traffic.batch),
      requests: larger(share(requests, traffic.batch), BigInt(1)),
    };
    const rest = input - batch.input;
    const cached = share(rest, traffic.cached);
    const standard = {
      tier: "standard",
      region: traffic.region,
      input: rest - cached,
      cached,
      output: output - batch.output,
      requests: larger(requests - share(requests, traffic.batch), BigInt(1)),
    };
    return [standard, batch].filter((usage) => charged(usage).length > 0);
  }

  /** What a month costs at an offer. @param {OfferRows} offer @param {Traffic} traffic @returns {Cost} */
  function month(offer, traffic) {
    let [low, high] = [ZERO, ZERO];
    for (const usage of usages(traffic)) {
      const cost = bill(offer, usage);
      if (cost === null) return null;
      low += cost.low;
      high += cost.high;
    }
    return { low, high };
  }

  /** An amount with every digit. @param {bigint} amount */
  function digits(amount) {
    const text = amount.toString().padStart(PLACES + 1, "0");
    const whole = text.slice(0, -PLACES);
    const decimals = text.slice(-PLACES).replace(/0+$/, "");
    return decimals ? `${whole}.${decimals}` : whole;
  }

  /** An amount in dollars for a reader, to the cent; in a table of many, whole dollars from a hundred on.
   * @param {bigint} amount @param {boolean} isOfTable */
  function dollars(amount, isOfTable = false) {
    const [one, hundred, two] = [exact("1"), BigInt(100), BigInt(2)];
    if (isOfTable && amount >= hundred * one) return `$${((amount + one / two) / one).toLocaleString("en-US")}`;
    const cents = (amount * hundred + one / two) / one;
    const [whole, rest] = [cents / hundred, cents % hundred];
    const decimals = rest === ZERO && !isOfTable ? "" : `.${String(rest).padStart(2, "0")}`;
    return `$${whole.toLocaleString("en-US")}${decimals}`;
  }

  return { bill, digits, dollars, month };
})();
