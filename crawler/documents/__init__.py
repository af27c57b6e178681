"""The files that articles offer: told apart by their bytes, read in a process of their own."""
