"""What a run counted, and what its end means."""
