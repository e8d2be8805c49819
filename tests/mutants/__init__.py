"""Changes of behaviour that the tests must notice: each names the tests that fail with it.

    python -m tests.mutants               all of them
    python -m tests.mutants --sample 10   some, by chance

They are listed by area in the TOML files of this folder. Nothing is changed in the working tree.
"""
