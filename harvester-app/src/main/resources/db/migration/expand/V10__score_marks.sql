-- Scores that are due again (input_version 0). The table may be filled: CONCURRENTLY, so outside a transaction; an
-- index that an interrupted build left invalid goes first, so the script can be repeated.
DROP INDEX CONCURRENTLY IF EXISTS artifact_scores_due_idx;
CREATE INDEX CONCURRENTLY artifact_scores_due_idx ON artifact_scores (artifact_id) WHERE input_version = 0;
