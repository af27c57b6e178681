"""Re-reading: the captures of an archive read again by today's parser, judged, and then kept or not."""
