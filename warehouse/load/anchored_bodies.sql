-- Records what the last good copies showed of bodies that their sources cannot read whole.
DELETE FROM internal.anchored_body
WHERE (source, document, sha256) IN (SELECT (source, document, sha256) FROM staged_anchored_body);
INSERT INTO internal.anchored_body BY NAME FROM staged_anchored_body;
