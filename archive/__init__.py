"""The archive: what was published, and how to prove it. Imports no other room and no crawling library."""
