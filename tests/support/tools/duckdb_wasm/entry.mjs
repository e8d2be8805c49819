// What the SQL page needs of DuckDB in the browser; the engine itself is no part of it.
export { AsyncDuckDB, VoidLogger } from "@duckdb/duckdb-wasm";
