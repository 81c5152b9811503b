"""How networks are run: on the processor, a run on one thread, without memory kept for the next."""

from pathlib import Path
from typing import Any

from tools.engines.memory import one_heap
from tools.errors import EngineUnavailable


def open_session(weights: Path) -> Any:
    """Return an onnxruntime session of ``weights``. Raises ``EngineUnavailable`` without onnxruntime."""
    try:
        import onnxruntime
    except ImportError as error:
        raise EngineUnavailable("This needs onnxruntime: pip install 'onnxruntime<1.26'") from error
    one_heap()
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # so that sums are added in one order
    options.inter_op_num_threads = 1
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = False  # it would hold 800 MB for ever
    options.enable_mem_pattern = False  # one block for a whole run finds no room among the last one's: twice the memory
    return onnxruntime.InferenceSession(str(weights), options, providers=["CPUExecutionProvider"])
