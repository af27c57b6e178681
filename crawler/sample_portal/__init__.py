"""The sample portals: the sites of an invented province, served on loopback for the quickstart and the tests."""
