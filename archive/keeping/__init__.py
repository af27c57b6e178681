"""Keeping an archive for years: backup, removal, merging, re-reading."""
