-- Whether tables were made of what views answer on the day asked for.
SELECT ready('offers') <> 'offers';
