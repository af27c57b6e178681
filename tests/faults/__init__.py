"""Real faults against a real crawl: what `make faults` runs."""
