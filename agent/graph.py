"""One turn of the talk as a LangGraph: policy, plan, ask, act, review, reply; checkpointed after each.

The state is small and plain JSON. A node runs again from its top when a turn goes on after a kill, so everything it
writes is an upsert: uploads by hash, calls by their place in the talk, what was said by its turn.
"""

import sqlite3
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

from agent import nodes
from agent.answers import Answer
from agent.desk import Desk, State
from agent.events import Asked, Event

BUSY_SECONDS = 30.0


class TurnGraph:
    """The compiled graph over one SQLite file. A turn that is over leaves nothing there."""

    def __init__(self, path: Path) -> None:
        """Open, or make, the checkpoints in ``path``. Raises ``sqlite3.Error``."""
        from langgraph.checkpoint.sqlite import SqliteSaver

        self._connection = sqlite3.connect(path, check_same_thread=False, timeout=BUSY_SECONDS)
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA secure_delete = ON")  # what a turn said is gone when the turn is over
        self._saver = SqliteSaver(self._connection)
        self._graph = _compiled(self._saver)

    def start(self, state: State, desk: Desk) -> Generator[Event, None, State]:
        """Run a new turn: events as they happen, then its state. What the thread still had under way is dropped."""
        self.drop(state["thread"])
        return (yield from self._stream(state, state["thread"], desk))

    def answer(self, thread: str, answer: Answer, desk: Desk) -> Generator[Event, None, State]:
        """Go on with a turn that waits for an answer."""
        from langgraph.types import Command

        return (yield from self._stream(Command(resume=answer.model_dump(mode="json")), thread, desk))

    def resume(self, thread: str, desk: Desk) -> Generator[Event, None, State]:
        """Go on with a turn that was cut off: only what was not finished runs again."""
        return (yield from self._stream(None, thread, desk))

    def waiting(self, thread: str) -> Asked | None:
        """Return what the thread's turn asks, if it waits for an answer."""
        return _asked(self._graph.get_state(_config(thread)).interrupts)

    def cut_off(self, thread: str) -> bool:
        """Return whether a turn of the thread was cut off in the middle of its work."""
        snapshot = self._graph.get_state(_config(thread))
        return bool(snapshot.next) and not snapshot.interrupts

    def drop(self, thread: str) -> None:
        """Forget what the thread has under way."""
        self._saver.delete_thread(thread)
        with self._saver.lock:  # the log holds older pages of what was said
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def close(self) -> None:
        """Close the file."""
        self._connection.close()

    def _stream(self, given: Any, thread: str, desk: Desk) -> Generator[Event, None, State]:
        modes: Any = ["updates", "custom"]
        config = _config(thread)
        for mode, chunk in self._graph.stream(given, config, context=desk, stream_mode=modes, durability="sync"):
            if mode == "custom":
                yield chunk
        snapshot = self._graph.get_state(config)
        if (asked := _asked(snapshot.interrupts)) is not None:
            yield asked
        else:
            self.drop(thread)
        state: State = snapshot.values
        return state


def _asked(interrupts: Sequence[Any]) -> Asked | None:
    if not interrupts:
        return None
    return Asked(interrupts[0].value["question"], tuple(interrupts[0].value["options"]))


def _config(thread: str) -> Any:
    return {"configurable": {"thread_id": thread}}


def _compiled(saver: Any) -> Any:
    from langgraph.graph import END, START, StateGraph

    graph: Any = StateGraph(State, context_schema=Desk)
    for node in (nodes.policy, nodes.plan, nodes.ask, nodes.act, nodes.review, nodes.reply):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "policy")
    graph.add_conditional_edges("policy", nodes.after_policy, ["plan", "act"])
    graph.add_edge("plan", "ask")
    graph.add_conditional_edges("ask", nodes.after_ask, ["policy", "act"])
    graph.add_edge("act", "review")
    graph.add_edge("review", "reply")
    graph.add_edge("reply", END)
    return graph.compile(checkpointer=saver)
