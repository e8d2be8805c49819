-- Every model of the catalog, for lists, links and neighbours.
SELECT m.model_id, m.name, m.slug, m.lab, coalesce(p.name, m.lab) AS lab_name, m.family, m.released_date, m.status, m.context_tokens
FROM models m LEFT JOIN provider_info p ON p.provider = m.lab
ORDER BY m.model_id;
