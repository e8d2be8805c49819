"""Which model a repository is of, where sellers say so and its name agrees."""

import re
from collections import defaultdict
from collections.abc import Mapping

from pipeline.identity.statements import ModelKeys, StatedSubject
from pipeline.identity.vocabulary import ModelKey

NamedRepositories = Mapping[StatedSubject, str]
"""The repository that pages name for a route: "NousResearch/Hermes-4-70B"."""

_OTHER_HUBS = frozenset({"docker", "ollama"})
_WORD = re.compile(r"[a-z]+|\d+(?:\.\d+)?")
_QUANTISED = frozenset({"awq", "bnb", "exl", "fp", "gguf", "gptq", "int", "mlx", "mxfp", "nvfp"})
"""Words of a name that say that the weights are another one's in fewer bits."""


def models_of_repositories(
    keys: ModelKeys, named: NamedRepositories
) -> dict[StatedSubject, ModelKey]:
    """The model of each subject that a named repository decides.

    A repository whose own name nobody sells is the model of the routes that are called like it, or
    else that name it, where these are routes of one model. A route is then the model of the repository
    that it names. Every word of the route's name has to be one of the repository's, since links lie,
    and the repository no quantisation of it. A seller that sells the repository's model under its own
    name too means two models.
    """
    repositories = _joined_repositories(keys, named)
    read = {
        subject.stated.casefold(): repositories.get(subject, key)
        for subject, key in keys.items()
        if _is_repository(subject)
    }
    sold = {(subject.provider, key) for subject, key in keys.items() if subject.kind == "route"}
    routes: dict[StatedSubject, ModelKey] = {}
    for route, repository in named.items():
        key = read.get(repository.casefold())
        if key is None or route not in keys or (route.provider, key) in sold:
            continue
        if _agree(route.stated, repository):
            routes[route] = key
    return repositories | routes


def _joined_repositories(
    keys: ModelKeys, named: NamedRepositories
) -> dict[StatedSubject, ModelKey]:
    sold: set[ModelKey] = set()
    called: dict[str, list[StatedSubject]] = defaultdict(list)
    naming: dict[str, list[StatedSubject]] = defaultdict(list)
    for subject, key in keys.items():
        if subject.kind == "route":
            sold.add(key)
            called[subject.stated.casefold()].append(subject)
    for route, repository in named.items():
        if route in keys:
            naming[repository.casefold()].append(route)
    joined: dict[StatedSubject, ModelKey] = {}
    for subject, key in keys.items():
        if not _is_repository(subject) or key in sold:
            continue
        name = subject.stated.casefold()
        routes = called.get(name) or naming.get(name) or []
        models = {keys[route] for route in routes}
        if len(models) == 1 and any(_agree(route.stated, subject.stated) for route in routes):
            joined[subject] = models.pop()
    return joined


def _is_repository(subject: StatedSubject) -> bool:
    """Whether the subject is a model's page of a hub, "owner/name"."""
    return subject.kind == "model" and "/" in subject.stated and subject.provider not in _OTHER_HUBS


def _agree(route: str, repository: str) -> bool:
    in_route = _words(route)
    in_repository = _words(repository)
    more_bits = (in_repository - in_route) & _QUANTISED
    return bool(in_route) and in_route <= in_repository and not more_bits


def _words(name: str) -> set[str]:
    """The words and numbers of a name without its owner and what qualifies a route."""
    bare = name.rpartition("/")[2].partition(":")[0]
    return set(_WORD.findall(bare.casefold()))
