"""The catalog as tools of an assistant (Model Context Protocol): the functions of the API, each answer
with its receipts.

May import the other rooms of reports and the warehouse. The SDK is imported here alone.
"""
