"""WARCs: written, read, unpacked."""
