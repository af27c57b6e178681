"""Extensions: what runs beside a crawl without taking part in it."""
