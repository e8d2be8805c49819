-- The sellers of which prices are stated.
SELECT DISTINCT provider FROM prices ORDER BY provider;
