"""The parser: bytes -> Article. Never fetches, stores or looks at the clock."""
