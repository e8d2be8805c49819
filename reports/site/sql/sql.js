// SQL over the catalog in the browser: DuckDB is loaded when the first query is run, and a query can be stopped.
// @ts-check

/** @typedef {{name: string, type: {scale?: number, toString(): string}}} Field */
/** @typedef {{columns: string[], rows: (string | null)[][], isCut: boolean}} Answer */

const MOST_ROWS = 1000;
const MOST_SECONDS = 60;
const READ_ONLY = 2;

const form = /** @type {HTMLFormElement} */ (document.getElementById("ask"));
const text = /** @type {HTMLTextAreaElement} */ (form.elements.namedItem("query"));
const run = /** @type {HTMLButtonElement} */ (document.getElementById("run"));
const stop = /** @type {HTMLButtonElement} */ (document.getElementById("stop"));
const csv = /** @type {HTMLButtonElement} */ (document.getElementById("csv"));
const status = /** @type {HTMLElement} */ (form.querySelector("[role=status]"));
const place = /** @type {HTMLElement} */ (document.getElementById("answer"));
/** @type {Answer | undefined} */
let shown;

/** Bytes of a file that may be compressed, also where the server has unpacked it already.
 * @param {string} name @returns {Promise<Uint8Array>} */
async function unpacked(name) {
  const answer = await fetch(name);
  if (!answer.ok) throw new Error(`${name} cannot be loaded (${answer.status}).`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** @type {Promise<Uint8Array[]> | undefined} */
let files;
/** @type {{worker: Worker, connection: any} | undefined} */
let engine;

/** The running engine, which is loaded once; after a stop another one begins with the same files. */
async function start() {
  if (engine) return engine;
  files ??= Promise.all(["duckdb-eh.wasm.gz", "duckdb-browser-eh.worker.js.gz", "cardkeep.duckdb.gz"].map(unpacked));
  const [wasm, script, data] = await files.catch((error) => {
    files = undefined;
    throw error;
  });
  const library = "./duckdb.js";
  const { AsyncDuckDB, VoidLogger } = await import(library);
  const url = address(wasm, "application/wasm");
  const scriptUrl = address(script, "text/javascript");
  // A worker from a blob keeps the policy of this page, by which nothing reaches another host.
  const worker = new Worker(scriptUrl);
  try {
    const database = new AsyncDuckDB(new VoidLogger(), worker);
    await database.instantiate(url);
    // The buffer goes to the worker: what is kept here is for the next one.
    await database.registerFileBuffer("cardkeep.duckdb", data?.slice());
    await database.open({ path: "cardkeep.duckdb", accessMode: READ_ONLY });
    const connection = await database.connect();
    // An extension would be asked of another host, which this page does not do.
    await connection.query("SET autoinstall_known_extensions = false");
    await connection.query("SET autoload_known_extensions = false");
    await connection.query("SET enable_external_access = false");
    await connection.query("SET lock_configuration = true");
    engine = { worker, connection };
    return engine;
  } finally {
    URL.revokeObjectURL(url);
    URL.revokeObjectURL(scriptUrl);
  }
}

/** @param {Uint8Array | undefined} bytes @param {string} type */
function address(bytes, type) {
  return URL.createObjectURL(new Blob([/** @type {BlobPart} */ (bytes)], { type }));
}

/** A whole number with its last `scale` digits behind the point, without zeros at the end.
 * @param {bigint} number @param {number} scale */
function decimal(number, scale) {
  const digits = (number < 0n ? -number : number).toString().padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  const rest = digits.slice(digits.length - scale).replace(/0+$/, "");
  return `${number < 0n ? "-" : ""}${whole}${rest ? `.${rest}` : ""}`;
}

/** A value as text, null where there is none. @param {any} value @param {Field} field @returns {string | null} */
function plain(value, field) {
  if (value === null || value === undefined) return null;
  const type = String(field.type);
  if (type.startsWith("Decimal")) {
    const parts = new Uint32Array(value.buffer ?? value, value.byteOffset ?? 0, 4);
    let number = 0n;
    for (let at = 3; at >= 0; at -= 1) number = (number << 32n) | BigInt(parts[at] ?? 0);
    return decimal(BigInt.asIntN(128, number), field.type.scale ?? 0);
  }
  if (type.startsWith("Date")) return new Date(Number(value)).toISOString().slice(0, 10);
  if (type.startsWith("Timestamp")) return new Date(Number(value)).toISOString().slice(0, 19).replace("T", " ");
  if (typeof value === "object") {
    const items = ArrayBuffer.isView(value) ? [.../** @type {Uint8Array} */ (value)] : (value.toJSON?.() ?? value);
    return JSON.stringify(items, (_, one) => (typeof one === "bigint" ? String(one) : one));
  }
  return String(value);
}

/** The first rows of an answer, read as they come, so that a billion is no more work than a page.
 * @param {string} query @returns {Promise<Answer>} */
async function ask(query) {
  const { connection } = await start();
  const reader = await connection.send(query, true);
  /** @type {Field[]} */
  let fields = reader.schema?.fields ?? [];
  /** @type {(string | null)[][]} */
  const rows = [];
  let isCut = false;
  for await (const batch of reader) {
    fields = batch.schema.fields;
    for (let at = 0; at < batch.numRows; at += 1) {
      if (rows.length === MOST_ROWS) {
        isCut = true;
        break;
      }
      rows.push(fields.map((field, column) => plain(batch.getChildAt(column)?.get(at), field)));
    }
    if (isCut) break;
  }
  if (isCut) await connection.cancelSent();
  return { columns: fields.map((field) => field.name), rows, isCut };
}

/** What the database said, without what only its makers need. @param {unknown} error */
function said(error) {
  const words = error instanceof Error ? error.message : String(error);
  const extension = /exists in the (\w+) extension/.exec(words)?.[1];
  if (extension) {
    const first = words.split(", but it exists")[0];
    return `${first}. It is part of the extension ${extension}, and this page loads none: use now() for the time, and text functions for JSON.`;
  }
  try {
    return JSON.parse(words).exception_message ?? words;
  } catch {
    return words;
  }
}

/** @type {((why: string) => void) | undefined} */
let abandon;

/** @param {string} why */
function stopped(why) {
  engine?.worker.terminate();
  engine = undefined;
  abandon?.(why);
}

async function answer() {
  if (stop.hidden === false) return;
  if (!text.value.trim()) {
    status.textContent = "Nothing is asked yet.";
    return;
  }
  const began = performance.now();
  run.disabled = true;
  stop.hidden = false;
  csv.hidden = true;
  status.textContent = engine ? "Running." : "Loading the database.";
  try {
    history.replaceState(null, "", `#${new URLSearchParams({ q: text.value })}`);
  } catch {
    // An address that is too long is not kept.
  }
  const limit = setTimeout(() => stopped(`It took longer than ${MOST_SECONDS} s and was stopped.`), MOST_SECONDS * 1000);
  try {
    /** @type {Promise<never>} */
    const never = new Promise((_, reject) => { abandon = (why) => reject(new Error(why)); });
    const found = await Promise.race([ask(text.value), never]);
    shown = found;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    const count = found.rows.length.toLocaleString("en-US");
    const rows = found.rows.length === 1 ? "row" : "rows";
    status.textContent = `${found.isCut ? `The first ${count}` : count} ${rows}, ${seconds} s.`;
    draw(found);
    csv.hidden = found.rows.length === 0;
  } catch (error) {
    status.textContent = "";
    const told = document.createElement("pre");
    told.className = "fault";
    told.textContent = said(error);
    place.replaceChildren(told);
  } finally {
    clearTimeout(limit);
    abandon = undefined;
    run.disabled = false;
    stop.hidden = true;
  }
}

/** @param {string | null} value */
function isNumber(value) {
  return value !== null && value !== "" && Number.isFinite(Number(value));
}

/** The columns that hold numbers alone, with one at least. @param {Answer} found */
function numeric({ columns, rows }) {
  return columns.map((_, at) => {
    const values = rows.map((row) => row[at] ?? null).filter((value) => value !== null);
    return values.length > 0 && values.every(isNumber);
  });
}

/** @param {Answer} found */
function draw(found) {
  const numbers = numeric(found);
  const table = document.createElement("table");
  table.className = "rows";
  const caption = table.createCaption();
  caption.className = "vh";
  caption.textContent = "Answer";
  const head = table.createTHead().insertRow();
  found.columns.forEach((column, at) => {
    const cell = document.createElement("th");
    cell.scope = "col";
    cell.textContent = column;
    if (numbers[at]) cell.className = "num";
    head.append(cell);
  });
  const body = table.createTBody();
  for (const row of found.rows) {
    const line = body.insertRow();
    row.forEach((value, at) => {
      const cell = line.insertCell();
      if (numbers[at]) cell.className = "num";
      if (value === null) cell.classList.add("none");
      cell.textContent = value ?? "null";
    });
  }
  const wide = document.createElement("div");
  wide.className = "wide";
  wide.tabIndex = 0;
  wide.setAttribute("role", "region");
  wide.setAttribute("aria-label", "Answer");
  wide.append(table);
  place.replaceChildren(...bars(found, numbers), wide);
}

/** A bar for each row, where a label and a number can be told. @param {Answer} found @param {boolean[]} numbers */
function bars({ columns, rows }, numbers) {
  const label = numbers.indexOf(false);
  const number = numbers.lastIndexOf(true);
  if (label < 0 || number < 0 || rows.length < 2 || rows.length > 40) return [];
  const values = rows.map((row) => Number(row[number] ?? 0));
  const most = Math.max(...values);
  if (new Set(rows.map((row) => row[label])).size < rows.length) return [];
  if (!(most > 0) || values.some((value) => value < 0)) return [];
  const space = "http://www.w3.org/2000/svg";
  const height = 20 * rows.length;
  const chart = document.createElementNS(space, "svg");
  chart.setAttribute("viewBox", `0 0 640 ${height}`);
  chart.setAttribute("class", "bars");
  chart.setAttribute("role", "img");
  chart.setAttribute("aria-label", `${columns[number]} by ${columns[label]}; the table below has the same figures`);
  rows.forEach((row, at) => {
    const bar = document.createElementNS(space, "rect");
    bar.setAttribute("x", "220");
    bar.setAttribute("y", String(20 * at + 4));
    bar.setAttribute("height", "12");
    bar.setAttribute("width", String((330 * (values[at] ?? 0)) / most));
    const who = document.createElementNS(space, "text");
    who.setAttribute("x", "212");
    who.setAttribute("y", String(20 * at + 14));
    who.setAttribute("text-anchor", "end");
    who.textContent = (row[label] ?? "null").slice(0, 32);
    const much = document.createElementNS(space, "text");
    much.setAttribute("x", String(226 + (330 * (values[at] ?? 0)) / most));
    much.setAttribute("y", String(20 * at + 14));
    much.textContent = row[number] ?? "null";
    chart.append(bar, who, much);
  });
  return [chart];
}

/** @param {string | null} value */
function quoted(value) {
  const plainText = value ?? "";
  return /[",\n\r]/.test(plainText) ? `"${plainText.replaceAll('"', '""')}"` : plainText;
}

csv.addEventListener("click", () => {
  if (!shown) return;
  const lines = [shown.columns, ...shown.rows].map((row) => row.map(quoted).join(","));
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([`${lines.join("\r\n")}\r\n`], { type: "text/csv" }));
  link.download = "cardkeep.csv";
  link.click();
  URL.revokeObjectURL(link.href);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  void answer();
});
text.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    void answer();
  }
});
stop.addEventListener("click", () => stopped("Stopped."));
for (const button of document.querySelectorAll("button[data-example]")) {
  button.addEventListener("click", () => {
    text.value = button.closest("details")?.querySelector("code")?.textContent ?? "";
    form.scrollIntoView();
    void answer();
  });
}
const kept = new URLSearchParams(location.hash.slice(1)).get("q");
if (kept) text.value = kept;

export {};
