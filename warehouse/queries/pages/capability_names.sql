-- Every capability that any source states of any model.
SELECT DISTINCT capability FROM capabilities ORDER BY capability;
