-- Facts whose id begins as asked, with their receipts.
SELECT * FROM facts WHERE starts_with(fact_id, $fact) ORDER BY fact_id;
