"""The crawl's settings, and the map of the flow: what a request and a page go through, in order."""

from __future__ import annotations

import os

BOT_NAME = "tinso"
SPIDER_MODULES = ["spiders"]
NEWSPIDER_MODULE = "spiders"
COMMANDS_MODULE = "crawler.commands"

# -- Where things are kept ---------------------------------------------------------------------------------------
ARCHIVE_DIR = os.environ.get("TINSO_ARCHIVE", "./data")
REGISTRY_DIRS = ["spiders/portals", "crawler/sample_portal/portals"]
"""Folders of portals, relative to the project; a researcher's own may be added."""

# -- Who asks ----------------------------------------------------------------------------------------------------
CONTACT = os.environ.get("TINSO_CONTACT", "")
"""A mail address or URL where a portal's administrator finds you. Needed before any host but loopback is asked."""
USER_AGENT = "tinso/0.1 (archive of public notices)"
"""The contact is added to it by the spider."""

# -- How politely ------------------------------------------------------------------------------------------------
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS_PER_DOMAIN = 1
CONCURRENT_REQUESTS = 16
DOWNLOAD_DELAY = 1.0
AUTOTHROTTLE_ENABLED = True
AUTOTHROTTLE_START_DELAY = 1.0
AUTOTHROTTLE_MAX_DELAY = 60.0
AUTOTHROTTLE_TARGET_CONCURRENCY = 1.0
COOKIES_ENABLED = True  # ASP.NET keeps a pager's state in a session
RETRY_TIMES = 2
RETRY_AFTER_MAX = 120
"""Seconds: the longest that a Retry-After holds a host back; one that asks for more is asked again next run."""
OUTAGE_AFTER = 5
"""Requests in a row without an answer from which a host is taken for down and left alone."""
OUTAGE_WAIT = 30
"""Seconds that it is left alone at first; each further time twice as long."""
OUTAGE_PATIENCE = 900
"""Seconds that a host which is down is waited for; then its pages stay queued for the next run."""
BACKOFF_START = 5.0
"""Seconds for which a 429 or 503 without Retry-After holds its host; each further one doubles them."""
BACKOFF_GIVE_UP = 8
"""Such answers in a row (each other answer takes one back) after which the host is left for the next run."""
CRAWL_DELAY_MAX = 60.0
"""Seconds: the longest Crawl-delay that is kept; the report says where one asked for more."""
CRAWL_WINDOW = ""
"""The hours in which portals may be asked, "22:00-06:00", Vietnam's time; a portal's own goes before. Outside of
them a run ends well, and the next one goes on."""
ROBOTS_ON_4XX = "allow"
ROBOTS_ON_5XX = "refuse"
ROBOTS_ON_UNREADABLE = "refuse"
ROBOTS_ON_UNREACHABLE = "refuse"
"""What to do where robots.txt is missing, ends in 5xx or 429, is a page of HTML, or cannot be had."""
PRIVATE_HOSTS: list[str] = []
"""Names that may resolve to a private address: an intranet's. Any other's such answer is refused."""
TWISTED_DNS_RESOLVER = "crawler.wire.resolver.GuardedResolver"
DOWNLOAD_HANDLERS = {"https": "crawler.wire.tls.PortalHttps"}  # Scrapy's own verifies no certificate
CHROMIUM = os.environ.get("TINSO_CHROMIUM", "")
"""The browser's program where a portal needs one (render=true); else what is installed under a usual name."""
DOCUMENT_SECONDS = 60
"""How long reading the text of one PDF or DOCX may take; it is done in a process of its own."""
DOWNLOAD_TIMEOUT = 60
DOWNLOAD_MAXSIZE = 50 * 1024 * 1024
DOWNLOAD_WARNSIZE = 20 * 1024 * 1024
DOWNLOAD_FAIL_ON_DATALOSS = True
REDIRECT_MAX_TIMES = 8
METAREFRESH_MAXDELAY = 31  # seconds; a page that stays longer is meant to be read
HTTPERROR_ALLOW_ALL = True  # the spider names what is not a 200; redirects are still followed

# -- The flow: frontier -> middlewares -> capture -> spider -> pipelines -------------------------------------------
SCHEDULER = "crawler.frontier.Frontier"
DOWNLOADER_MIDDLEWARES = {
    # engine side
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,  # drops a leased redirect without a word
    "crawler.wire.boundary.BoundaryMiddleware": 50,
    "crawler.politeness.robots.RobotsMiddleware": 100,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "crawler.wire.refresh.RefreshMiddleware": 580,
    "crawler.capture.CaptureMiddleware": 950,
    # downloader side
}
SPIDER_MIDDLEWARES = {
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,  # the frontier counts depth
    "scrapy.spidermiddlewares.urllength.UrlLengthMiddleware": None,  # discovery refuses long addresses
}
ITEM_PIPELINES = {
    "crawler.pipelines.ArchivePipeline": 900,
}
EXTENSIONS = {
    "crawler.politeness.patience.Patience": 490,  # behind AutoThrottle, whose delay it raises
    "crawler.extensions.defects.Defects": 480,
    "crawler.extensions.certificates.Certificates": 495,
    "crawler.extensions.progress.Progress": 500,
    "crawler.extensions.report.Report": 510,
    "scrapy.extensions.logstats.LogStats": None,  # Progress says it
}

# -- Scrapy itself -----------------------------------------------------------------------------------------------
TELNETCONSOLE_ENABLED = False
REMOTE_CONTROL_ENABLED = False
FEED_EXPORT_ENCODING = "utf-8"
CONCURRENT_ITEMS = 1  # a page is one item; Scrapy makes as many tasks for each page as this says
LOG_LEVEL = "INFO"
REPORT = "always"
"""When the short text is printed: "always", or "problems" (more than a few failed pages) for cron, which mails it."""
LOG_FORMATTER = "crawler.logformat.LogFormatter"
STATS_DUMP = False
WARN_ON_GENERATOR_RETURN_VALUE = False
