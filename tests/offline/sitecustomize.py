"""Python imports this by itself at its start, because the tests put this folder on PYTHONPATH."""

import no_network  # noqa: F401
