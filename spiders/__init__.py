"""The spiders: where pages come from."""
