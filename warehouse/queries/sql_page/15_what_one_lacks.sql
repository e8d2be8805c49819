-- What one model is stated to have and another to lack.
SELECT one.capability
FROM capabilities one
JOIN capabilities other USING (capability)
WHERE one.model_id = 'qwen3.5-4b' AND one.state = 'yes' AND other.model_id = 'claude-3-5-haiku' AND other.state = 'no'
ORDER BY one.capability;
