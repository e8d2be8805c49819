-- Fits the staged readings into the stored intervals of their documents: the stored ones are cut at the versions read
-- now, the readings put in their place, and neighbours that state the same in the same words joined again. Only what
-- differs is written. Where only the place of the words moved, the newest place is kept.
CREATE OR REPLACE TEMP TABLE spliced_document AS
WITH stored AS (
    SELECT source, document, max(version_seq) AS stored_newest_seq,
           bool_or(version_seq <> new_first_seq OR version_seq <> new_last_seq) AS is_renumbered
    FROM version_move GROUP BY source, document
), read AS (
    SELECT source, document, min(version_seq) AS first_read_seq FROM read_version GROUP BY source, document
)
-- After a page at the end only the open intervals of its document can go on or end.
SELECT source, document, stored_newest_seq, n.newest_seq,
       is_renumbered OR first_read_seq <= stored_newest_seq AS has_older_pages
FROM stored
FULL JOIN read USING (source, document)
JOIN (SELECT source, document, max(version_seq) AS newest_seq FROM new_page_order GROUP BY ALL) n
    USING (source, document)
WHERE is_renumbered OR first_read_seq IS NOT NULL;

CREATE OR REPLACE TEMP TABLE stored_interval AS
WITH stored AS (
    SELECT TRUE AS is_fact, rowid AS row_id, source, document, key_id AS id, wording, first_version_seq,
           last_version_seq, hash(locator, context) AS place
    FROM internal.fact SEMI JOIN spliced_document USING (source, document)
    UNION ALL
    SELECT FALSE, rowid, source, document, claim_id, 0, first_version_seq, last_version_seq, hash(locator)
    FROM internal.claim_set_aside SEMI JOIN spliced_document USING (source, document)
)
SELECT s.*, f.new_first_seq AS from_seq, l.new_last_seq AS to_seq
FROM stored s
JOIN spliced_document d USING (source, document)
JOIN version_move f
    ON f.source = s.source AND f.document = s.document AND f.version_seq = s.first_version_seq
JOIN version_move l
    ON l.source = s.source AND l.document = s.document
    AND l.version_seq = coalesce(s.last_version_seq, d.stored_newest_seq)
WHERE d.has_older_pages OR s.last_version_seq IS NULL;

CREATE OR REPLACE TEMP TABLE reading AS
SELECT TRUE AS is_fact, s.key_id AS id, source, document, s.wording, v.version_seq, sha256,
       hash(s.locator, s.context) AS place
FROM staged_fact s JOIN read_version v USING (source, document, sha256)
UNION ALL
SELECT FALSE, s.claim_id, source, document, 0, v.version_seq, sha256, hash(s.locator)
FROM staged_claim_set_aside s JOIN read_version v USING (source, document, sha256);

-- Most of what a new page at the end states goes on as it was: these intervals stay as they are.
CREATE OR REPLACE TEMP TABLE continued AS
SELECT i.is_fact, i.id
FROM stored_interval i
JOIN spliced_document d USING (source, document)
JOIN reading r ON r.is_fact = i.is_fact AND r.id = i.id AND r.wording = i.wording AND r.place = i.place
WHERE i.last_version_seq IS NULL AND NOT d.has_older_pages
  AND r.version_seq = i.to_seq + 1 AND r.version_seq = d.newest_seq;
DELETE FROM stored_interval WHERE (is_fact, id) IN (FROM continued);

CREATE OR REPLACE TEMP TABLE spliced AS
WITH cut AS (
    SELECT i.is_fact, i.row_id, list(v.version_seq ORDER BY v.version_seq) AS cuts
    FROM stored_interval i
    JOIN read_version v
        ON v.source = i.source AND v.document = i.document AND v.version_seq BETWEEN i.from_seq AND i.to_seq
    GROUP BY i.is_fact, i.row_id
), left_over AS (
    SELECT i.* EXCLUDE (from_seq, to_seq), i.to_seq AS stored_to_seq,
           unnest(list_prepend(i.from_seq, [c + 1 FOR c IN coalesce(cuts, [])])) AS from_seq,
           unnest(list_append([c - 1 FOR c IN coalesce(cuts, [])], i.to_seq)) AS to_seq
    FROM stored_interval i LEFT JOIN cut USING (is_fact, row_id)
), piece AS (
    SELECT is_fact, id, source, document, wording, from_seq, to_seq, place, row_id, first_version_seq,
           last_version_seq, NULL::VARCHAR AS sha256, to_seq < stored_to_seq AS is_cut
    FROM left_over WHERE from_seq <= to_seq
    UNION ALL
    SELECT is_fact, id, source, document, wording, version_seq, version_seq, place, NULL, NULL, NULL, sha256, FALSE
    FROM reading ANTI JOIN continued USING (is_fact, id)
), marked AS (
    SELECT *, (lag(wording) OVER of_id IS DISTINCT FROM wording
               OR (lag(to_seq) OVER of_id + 1) IS DISTINCT FROM from_seq) AS starts_interval
    FROM piece
    WINDOW of_id AS (PARTITION BY is_fact, id ORDER BY from_seq)
), numbered AS (
    SELECT *, count(*) FILTER (WHERE starts_interval) OVER (
               PARTITION BY is_fact, id ORDER BY from_seq) AS interval_number
    FROM marked
), joined AS (
    SELECT is_fact, id, source, document, min(from_seq) AS first_version_seq, max(to_seq) AS last_version_seq,
           arg_min({'row_id': row_id, 'first_seq': first_version_seq, 'last_seq': last_version_seq, 'place': place},
               from_seq) AS oldest,
           arg_max({'row_id': row_id, 'sha256': sha256, 'place': place, 'is_cut': is_cut}, to_seq) AS newest
    FROM numbered
    GROUP BY is_fact, id, source, document, interval_number
), ended AS (
    SELECT j.* REPLACE (nullif(j.last_version_seq, d.newest_seq) AS last_version_seq)
    FROM joined j JOIN spliced_document d USING (source, document)
)
SELECT *,
       (coalesce(oldest.first_seq = first_version_seq, FALSE)
           AND (oldest.last_seq IS NOT DISTINCT FROM last_version_seq)) AS is_same_interval,
       (is_same_interval AND oldest.place = newest.place) AS is_unchanged
FROM ended;

-- The older part of an interval that is cut has the place of the newer one: its last page is read again for its own.
DELETE FROM internal.misplaced_body
WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM read_version);
INSERT INTO internal.misplaced_body
SELECT DISTINCT s.source, s.document, o.sha256
FROM spliced s
JOIN new_page_order o
    ON o.source = s.source AND o.document = s.document AND o.version_seq = s.last_version_seq
WHERE s.newest.is_cut;

CREATE OR REPLACE TEMP TABLE outdated AS
SELECT is_fact, row_id, id FROM stored_interval
ANTI JOIN (SELECT is_fact, oldest.row_id AS row_id FROM spliced WHERE is_unchanged) USING (is_fact, row_id);

CREATE OR REPLACE TEMP TABLE new_fact AS
SELECT f.* REPLACE (s.first_version_seq AS first_version_seq, s.last_version_seq AS last_version_seq)
FROM spliced s JOIN internal.fact f ON f.rowid = s.newest.row_id
WHERE s.is_fact AND NOT s.is_unchanged
UNION ALL BY NAME
SELECT r.* EXCLUDE (sha256), s.first_version_seq, s.last_version_seq
FROM spliced s JOIN staged_fact r ON r.key_id = s.id AND r.sha256 = s.newest.sha256
WHERE s.is_fact AND NOT s.is_unchanged;

CREATE OR REPLACE TEMP TABLE new_set_aside AS
SELECT c.* REPLACE (s.first_version_seq AS first_version_seq, s.last_version_seq AS last_version_seq)
FROM spliced s JOIN internal.claim_set_aside c ON c.rowid = s.newest.row_id
WHERE NOT s.is_fact AND NOT s.is_unchanged
UNION ALL BY NAME
SELECT r.* EXCLUDE (sha256), s.first_version_seq, s.last_version_seq
FROM spliced s JOIN staged_claim_set_aside r ON r.claim_id = s.id AND r.sha256 = s.newest.sha256
WHERE NOT s.is_fact AND NOT s.is_unchanged;

INSERT INTO internal.touched_key
SELECT id FROM spliced WHERE NOT is_same_interval
UNION
SELECT id FROM outdated
ANTI JOIN (SELECT is_fact, oldest.row_id AS row_id FROM spliced WHERE is_same_interval) USING (is_fact, row_id);

DELETE FROM internal.fact WHERE rowid IN (SELECT row_id FROM outdated WHERE is_fact);
DELETE FROM internal.claim_set_aside WHERE rowid IN (SELECT row_id FROM outdated WHERE NOT is_fact);
INSERT INTO internal.fact BY NAME FROM new_fact;
INSERT INTO internal.claim_set_aside BY NAME FROM new_set_aside;
DELETE FROM internal.fact_key
WHERE key_id IN (SELECT id FROM outdated WHERE is_fact) AND key_id NOT IN (
    SELECT key_id FROM internal.fact SEMI JOIN outdated ON outdated.id = fact.key_id);
