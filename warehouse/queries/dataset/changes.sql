-- Every row of the view `changes`, the newest first.
SELECT * FROM changes ORDER BY changed_at DESC, source, subject_stated, attribute, meter, qualifiers, change, fact_id;
