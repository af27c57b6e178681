"""Between a request and its bytes: where it may go, TLS, the browser, what can fail."""
