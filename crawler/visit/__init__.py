"""One answer of a portal, read: what it is and what follows from it."""
