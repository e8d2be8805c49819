-- What needs a person, worst and oldest first.
SELECT severity, cause, since_at, happened, kept, todo FROM alerts ORDER BY severity, since_at, cause;
