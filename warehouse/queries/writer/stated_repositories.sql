-- The repositories of Hugging Face that pages name, and whether a list of the hub has an entry of each. Named is what a
-- seller or a router calls the repository of a model, an offer under a name whose owner is known as one on the hub, and
-- what such a repository says that it was made of; what was named once stays named. Routers write names of their own in
-- small letters. It is asked before anything is derived, too.
WITH RECURSIVE stated AS (
    SELECT k.source, k.document, k.provider, k.subject_kind, k.subject_stated, k.attribute, k.variant, f.value_text
    FROM internal.fact_key k JOIN internal.fact f USING (key_id)
), named AS (
    SELECT value_text AS repository FROM stated
    WHERE attribute = 'alias' AND (starts_with(variant, 'hugging_face_id: ') OR starts_with(variant, 'huggingface: '))
    UNION
    SELECT subject_stated FROM stated
    WHERE subject_kind = 'route' AND (source = 'huggingface_router' OR provider = 'huggingface')
), owned AS (
    SELECT regexp_extract(subject_stated, '([\w.-]+)/([\w.-]*[A-Z][\w.-]*)$', ['owner', 'name']) AS part
    FROM stated WHERE subject_kind = 'route' AND attribute <> 'alias'
), offered AS (
    SELECT DISTINCT part.owner || '/' || part.name AS repository FROM owned
    WHERE part.owner IN (SELECT split_part(repository, '/', 1) FROM named)
        OR list_contains($owners, part.owner)
), made_of AS (
    SELECT DISTINCT subject_stated AS repository, trim(unnest(string_split(value_text, ', '))) AS base
    FROM stated
    WHERE attribute = 'base_model' AND source IN ('hf_cards', 'huggingface_models')
), repository AS (
    FROM named UNION FROM offered
    UNION
    SELECT m.base FROM repository r JOIN made_of m USING (repository)
), listed AS (
    SELECT DISTINCT subject_stated AS repository FROM stated
    WHERE source = 'huggingface_models' AND subject_kind = 'model' AND document NOT LIKE '%/%'
)
SELECT repository, l.repository IS NOT NULL AS is_listed FROM repository LEFT JOIN listed l USING (repository)
WHERE regexp_full_match(repository, '[A-Za-z0-9][\w.-]*/[A-Za-z0-9][\w.-]*')
GROUP BY ALL ORDER BY repository;
