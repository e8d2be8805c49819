"""From claims to facts: what a claim is about (its key) and its value in canonical form, or the
reason why it is set aside; and the facts of an archived page as Arrow tables. May import `spiders`;
no other room of `pipeline`.
"""
