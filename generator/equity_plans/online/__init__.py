"""Online: the one place that talks to the network, and only to look whether links are still there.

Addresses come from plans, and anyone may propose a plan. So no machine is ever asked that is not
public, whatever its name stands for, on every step of the way; and no answer can be endless.
"""

from equity_plans.online.guard import Guard
from equity_plans.online.looking import Manners, look_at

__all__ = ["Guard", "Manners", "look_at"]
