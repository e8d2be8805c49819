-- How values are identified, converted and compared, each rule in one place.
-- The id of a fact: a hash of what it is about and of its value, so that a new value is a new fact.
CREATE OR REPLACE MACRO fact_id_of(key_id, value_text) AS
    substr(md5(key_id || '|' || value_text), 1, 16);
-- A list of modalities in one order and in one word for each: a file that is read is a pdf.
CREATE OR REPLACE MACRO modalities_of(value_text) AS
    array_to_string(list_sort(list_distinct(
        [CASE m WHEN 'file' THEN 'pdf' ELSE m END FOR m IN string_split(value_text, ', ')])), ', ');
-- Whether a text gives a number of tokens in thousands or millions, or says that it is about so many.
CREATE OR REPLACE MACRO says_roughly(quote) AS
    regexp_matches(quote, '(?i)\d\s*([km]\b|thousand|million|万)|about|approx|~|约');
-- Whether two numbers of tokens are one, rounded: 128K is 128,000 or 131,072, nothing between.
CREATE OR REPLACE MACRO is_rounded_of(rounded, exact) AS
    exact IN (rounded, rounded * 1.024, rounded / 1.024, rounded * 1.048576, rounded / 1.048576);
-- Whether a round number is another one, said roughly: of tokens in K or M, of parameters in a name within a twentieth.
CREATE OR REPLACE MACRO is_about(attribute, round_number, exact) AS
    is_rounded_of(round_number, exact)
    OR starts_with(attribute, 'parameters_') AND abs(exact - round_number) <= round_number / 20;
-- The id by which a person accepts a page that lost much of what was believed of its document.
CREATE OR REPLACE MACRO page_id_of(source, document, sha256) AS
    substr(md5(concat_ws('|', 'page', source, document, sha256)), 1, 16);
-- Whether the page of a held value settles it by repeating it: not where the same reader would repeat its own mistake.
CREATE OR REPLACE MACRO is_settled_by_repetition(reasons) AS
    NOT contains(reasons, 'held until another publisher or a person confirms it');
-- Whether a publisher speaks of what it sells itself: also on its platform for China, which is a seller of its own.
CREATE OR REPLACE MACRO is_sellers_own(publisher, provider) AS
    provider IN (publisher, publisher || '-cn');
-- Whether a statement stays as good as on its day: when a model came out, what it was trained on and its size, and what
-- the card of published weights says of them.
CREATE OR REPLACE MACRO does_not_age(attribute, lineage) AS
    attribute IN ('released_date', 'knowledge_cutoff', 'parameters_total', 'parameters_active', 'architecture')
    OR lineage = 'own_card' AND attribute IN ('context_tokens', 'input_modalities', 'output_modalities', 'licence',
        'open_weights');
-- Of a token price the amount per million tokens, in its currency.
CREATE OR REPLACE MACRO per_mtok(value_number, unit) AS
    CASE WHEN unit IN ('token', '1K tokens', '1M tokens') THEN value_number END;
-- An amount in dollars, by what a unit of its currency is worth: to the five digits that a rate has.
CREATE OR REPLACE MACRO converted(amount, rate) AS
    round(amount::DOUBLE * rate::DOUBLE, 4 - floor(log10(amount::DOUBLE * rate::DOUBLE))::INTEGER)::DECIMAL(28, 12);
CREATE OR REPLACE MACRO is_before(day, text_date) AS
    substr(text_date, 1, 10) <= strftime(day, '%Y-%m-%d');
-- The first day that a date means: of a month or a year its first.
CREATE OR REPLACE MACRO first_day_of(text_date) AS
    try_cast(substr(text_date || '-01-01', 1, 10) AS DATE);
CREATE OR REPLACE MACRO utc_text(moment) AS
    strftime(moment AT TIME ZONE 'UTC', '%Y-%m-%d %H:%MZ');
