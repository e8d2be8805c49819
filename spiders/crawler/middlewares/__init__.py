"""The downloader middlewares between a planned link and the network, one concern per module. Their
order is in spiders/crawler/settings.py. May import what `spiders.crawler` may.

bounds      only public web addresses, and only the source's own hosts
robots      robots.txt and its Crawl-delay
decoding    Content-Encoding, strictly
pause       429 and Retry-After
archiving   everything received into the archive, and conditional requests from it
"""
