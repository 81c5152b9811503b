"""The five ways a tool can fail, and nothing else.

    ParureError
    ├── BadRequest          correct the call or the file, then try again       exit 2
    ├── ToolFailed          tell the person; trying again will not help        exit 2
    ├── EngineUnavailable   something must be installed or set first           exit 4
    ├── Refused             policy says no; nobody talks it round              exit 3
    └── BudgetExceeded      it costs more than the person allowed              exit 5

Foreign errors are translated where they enter, with ``from``. Only ``registry.call`` turns these into
results, and only ``ui/`` turns them into words and exit codes.
"""


class ParureError(Exception):
    """What all of ours have in common: one clear sentence that says what to do."""

    exit_code = 2

    @property
    def sentence(self) -> str:
        """The message as a person reads it."""
        return str(self)


class BadRequest(ParureError):
    """The call or the file is wrong; the sentence says how to correct it."""


class ToolFailed(ParureError):
    """It was tried and did not work; trying the same again will not help."""


class EngineUnavailable(ParureError):
    """An engine, model or key is missing; the sentence names what to install or set."""

    exit_code = 4


class Refused(ParureError):
    """Policy declined. ``rule`` is one of CONTRACT's refusal rules, ``advice`` the real way to get it."""

    exit_code = 3

    def __init__(self, rule: str, reason: str, advice: str) -> None:
        super().__init__(f"{reason} {advice}".strip())
        self.rule = rule
        self.reason = reason
        self.advice = advice


class BudgetExceeded(ParureError):
    """The step costs more credits than are left or were allowed."""

    exit_code = 5
