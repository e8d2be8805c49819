-- Models that read audio, with all that they read.
SELECT model_id, lab, input_modality_list
FROM models
WHERE list_contains(input_modality_list, 'audio')
ORDER BY lab, model_id;
