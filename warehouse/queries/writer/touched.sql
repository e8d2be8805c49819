-- How many keys wait to be derived anew.
SELECT count(*) FROM internal.touched_key;
