"""What a web server answers: the site's files, any pair and model on demand, the API, badges and
health. It reads published generations only, and a new one is served without a restart.

May import the other rooms of reports and the warehouse. FastAPI is imported here alone.
"""
