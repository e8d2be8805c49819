-- How many keys are to be derived anew, or may be judged otherwise.
SELECT (SELECT count(*) FROM internal.touched_key) + (SELECT count(*) FROM temp.judged_beside_others);
