-- What each publisher says of the use of its pages.
SELECT source, terms FROM internal.source_info ORDER BY source;
