-- How many keys wait to be derived anew.
SELECT count(*) FROM touched_key;
