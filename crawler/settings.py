"""Scrapy's settings: polite by construction. `diemtin` lays an operator's own over these."""

from pathlib import Path

BOT_NAME = "diemtin"
SPIDER_MODULES = ["crawler.spiders"]
NEWSPIDER_MODULE = "crawler.spiders"
TEMPLATES_DIR = str(Path(__file__).with_name("templates"))  # of `scrapy genspider`
USER_AGENT = "diemtin/0.1"  # the command adds the operator's contact

# Our own settings; `scrapy crawl NAME -s ARCHIVE_URL=...` sets them.
ARCHIVE_URL = "sqlite:///diemtin.db"
BROWSER = ""  # path of the browser for portals that need one; playwright's own unless set
RESPONSES = ""  # folder that pages are kept in as they were served; none are kept unless set
REPLAY = ""  # http://127.0.0.1:PORT: every request goes there, whatever its host

# One visitor at a time, who waits and asks first.
ROBOTSTXT_OBEY = True
CONCURRENT_REQUESTS = 16
CONCURRENT_REQUESTS_PER_DOMAIN = 1
DOWNLOAD_DELAY = 1.0
DOWNLOAD_DELAY_JITTER = 0.0  # a delay is the least, not the mean
DOWNLOAD_TIMEOUT = 30
DOWNLOAD_MAXSIZE = 10 * 1024 * 1024
DOWNLOAD_WARNSIZE = 0
DOWNLOAD_VERIFY_CERTIFICATES = True
RETRY_TIMES = 2
RETRY_GIVE_UP_LOG_LEVEL = "INFO"  # the spider reports it as the page's failure
REDIRECT_MAX_TIMES = 5
METAREFRESH_ENABLED = False
COOKIES_ENABLED = True

DOWNLOAD_HANDLERS = {
    "http": "crawler.replay.Handler",
    "https": "crawler.replay.Handler",
    "ftp": None,
    "s3": None,
    "file": None,
    "data": None,
}
DOWNLOADER_MIDDLEWARES = {
    "scrapy.downloadermiddlewares.httpauth.HttpAuthMiddleware": None,
    "scrapy.downloadermiddlewares.redirect.MetaRefreshMiddleware": None,
    "scrapy.downloadermiddlewares.offsite.OffsiteMiddleware": None,
    "crawler.middlewares.SameSite": 50,
    "scrapy.downloadermiddlewares.robotstxt.RobotsTxtMiddleware": None,
    "crawler.middlewares.Robots": 100,
    "crawler.middlewares.Gates": 540,
    "scrapy.downloadermiddlewares.httpproxy.HttpProxyMiddleware": 750,
    "scrapy.downloadermiddlewares.httpcache.HttpCacheMiddleware": None,
    # before the retries: what the host asks for counts for them too
    "crawler.politeness.Politeness": 560,
    # next to the network: what is kept is what was sent
    "crawler.responses.Responses": 900,
}
SPIDER_MIDDLEWARES = {
    "crawler.middlewares.Failures": 500,
    "scrapy.spidermiddlewares.depth.DepthMiddleware": None,
    "scrapy.spidermiddlewares.metacopy.MetaCopyDetectionMiddleware": None,
}
ITEM_PIPELINES = {"crawler.pipelines.ArchivePipeline": 100}
HTTPERROR_ALLOW_ALL = True  # the spider reads every status: 304, 404 and 410 mean something here
DUPEFILTER_CLASS = "scrapy.dupefilters.BaseDupeFilter"  # the spider claims each article once, by its canonical link

# The default starts a hundred tasks for each response; four halve the cost of a page [429 to 730 pages/CPU s].
CONCURRENT_ITEMS = 4
# It reads and parses the source of each callback for each spider [a tenth of a crawl that finds nothing new].
WARN_ON_GENERATOR_RETURN_VALUE = False
TWISTED_REACTOR = "twisted.internet.asyncioreactor.AsyncioSelectorReactor"

# Scrapy's, but for those that export, that log each minute, and the two servers on localhost that run posted Python:
# they have no place in a service. One that is only switched off is loaded all the same [0.2 s of each crawl].
EXTENSIONS_BASE = {
    "scrapy.extensions.corestats.CoreStats": 0,
    "scrapy.extensions.logcount.LogCount": 0,
    "scrapy.extensions.memusage.MemoryUsage": 0,
    "scrapy.extensions.memdebug.MemoryDebugger": 0,
    "scrapy.extensions.closespider.CloseSpider": 0,
    "scrapy.extensions.spiderstate.SpiderState": 0,
    "scrapy.extensions.throttle.AutoThrottle": 0,
}
LOG_LEVEL = "INFO"
LOG_FORMATTER = "crawler.middlewares.QuietLog"
STATS_DUMP = False
