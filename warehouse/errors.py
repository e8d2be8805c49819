"""What the warehouse raises, each with the exit code and the code word of the command line."""


class Locked(Exception):
    """Another process is writing."""

    exit_code = 7
    code = "locked"


class QueryFailed(Exception):
    """A query that the database refuses."""

    exit_code = 1
    code = "query-failed"


class NotPublished(Exception):
    """There is no published catalog yet."""

    exit_code = 3
    code = "not-published"


class CatalogDamaged(Exception):
    """A published catalog that is not as it was written."""

    exit_code = 1
    code = "catalog-damaged"


class WorkingDamaged(Exception):
    """The working database is not as it was written."""

    exit_code = 1
    code = "working-damaged"


class CatalogOutdated(QueryFailed):
    """A published catalog whose views are of another version of this project."""

    exit_code = 1
    code = "catalog-outdated"


class NotKnownYet(Exception):
    """A day before the first page of a catalog."""

    exit_code = 3
    code = "not-found"
