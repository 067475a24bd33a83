"""Systems that find passages for a question: ours, and what a user would pick instead.

`load_system` opens one by its name. `module:Class` names one of the caller's own, so that anything that has
the `System` protocol can be measured.
"""

from eval.systems.protocol import Answerer, Found, System
from eval.systems.registry import OURS, SYSTEMS, SystemMissing, load_system

__all__ = ["OURS", "SYSTEMS", "Answerer", "Found", "System", "SystemMissing", "load_system"]
