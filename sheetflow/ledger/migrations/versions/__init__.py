"""One file a step, the newest on top of the last."""
