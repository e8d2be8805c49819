"""Parts of a run that other processes and machines can do: functions that take data and return data,
never a handle, and the cluster that runs them. May import facts.

addresses  what a task is told: where the archive is, the user's own sources as texts
crawling   a crawl plan for one source -> what came of each link; its sealed file goes into the storage
reading    archive addresses of a batch of bodies -> a part with what was read on them
parts      what was read, as one object of the storage
rendering  a batch of models -> the files of their pages

generations   what is published in a storage, behind a pointer
lease         the lock of a storage
crawl_locks   the locks of sources that are being crawled, on one machine
shared_home   a home that is kept in a storage: what is fetched, what is sent
dask_cluster  what runs tasks in other processes

Each task takes what it needs from a storage (spiders/archive/storage.py): the home's own folder, or a bucket.
"""
