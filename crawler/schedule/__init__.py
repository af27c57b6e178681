"""Schedule: a selection of portals spread over the nights, for cron or systemd."""
