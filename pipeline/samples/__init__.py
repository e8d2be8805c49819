"""The sample publishers that ship with the project: their pages, the server that plays them, the
two demo nights; and what makes and checks a source. May import every room of `pipeline` but `audit`
and `commands`.
"""
