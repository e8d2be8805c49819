-- What could not be read on the pages that a run retrieved, in its later attempts too.
SELECT DISTINCT f.source, f.part, f.message, f.sha256
FROM internal.page p JOIN internal.finding f ON f.source = p.source AND f.document = p.document AND f.sha256 = p.sha256
WHERE starts_with(p.run_id, $run_id) AND f.kind <> 'unread'
ORDER BY ALL;
