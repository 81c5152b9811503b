"""What decides: policy, planner, the talk. Touches no pixels."""
