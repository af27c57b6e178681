"""One polite look at a portal: does it answer, what is its CMS, what can be read of it."""
