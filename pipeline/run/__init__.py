"""The jobs: refresh, nightly run, replay and publishing of the site, made of plain steps, and the
Prefect flows around them. May import every room of `pipeline` but `samples`, `audit` and
`commands`.
"""
