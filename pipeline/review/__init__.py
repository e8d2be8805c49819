"""Whether a changed value is published: the gates that hold one back, and the decisions of persons.
May import `pipeline.facts`.
"""
