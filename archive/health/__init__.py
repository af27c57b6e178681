"""Health: what the history of runs says of portals, readings and the machine; silence is a failure."""
