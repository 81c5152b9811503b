"""Work behind the page stands back, and what it starts with it; the page's own thread does not."""

import os
import subprocess
import sys
import threading

import pytest

from agent.priority import STEP, stand_back

NICE = [sys.executable, "-c", "import os; print(os.getpriority(os.PRIO_PROCESS, 0))"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="threads have priorities of their own on Linux only")
def test_work_and_its_processes_come_after_the_page() -> None:
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    found: list[int] = []

    def work() -> None:
        stand_back()
        stand_back()  # twice is as good as once
        found.append(int(subprocess.run(NICE, capture_output=True, text=True, check=True).stdout))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [min(own + STEP, 19)]
    assert os.getpriority(os.PRIO_PROCESS, os.getpid()) == own


@pytest.mark.skipif(not hasattr(os, "getpriority"), reason="no priorities on this system")
def test_the_main_thread_never_stands_back() -> None:
    own = os.getpriority(os.PRIO_PROCESS, os.getpid())
    stand_back()
    assert os.getpriority(os.PRIO_PROCESS, os.getpid()) == own
