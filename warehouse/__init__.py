"""The DuckDB warehouse: stored tables (tables/, macros/), what writes them (load/), what is derived
from them in the order of its file names (derive/), the documented views (views/), and what is
checked and asked (checks/, queries/). May import no other package.
"""
