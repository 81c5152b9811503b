"""Who gets the cores first: the thread that answers the page, or the work behind it."""

import os
import sys
import threading

STEP = 5
"""By how much work stands back: beside the page's own thread it gets a third of what it would."""
LEAST = 19


def stand_back() -> None:
    """Let the calling thread, and every thread and process that it starts, come after those that answer people.

    Where threads have no priority of their own (all but Linux) nothing happens, nor to a process's main thread, which
    everything starts from. Without rivals it costs no time.
    """
    if sys.platform.startswith("linux") and threading.current_thread() is not threading.main_thread():
        own = os.getpriority(os.PRIO_PROCESS, os.getpid())
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), min(own + STEP, LEAST))
