-- How relationships find what a text refers to, and what referred to an item that came later. artifacts may be filled:
-- CONCURRENTLY, so outside a transaction; an index that an interrupted build left invalid goes first.
DROP INDEX CONCURRENTLY IF EXISTS artifacts_github_repo_idx;
CREATE INDEX CONCURRENTLY artifacts_github_repo_idx ON artifacts (lower(metadata_json ->> 'fullName'))
    WHERE metadata_json ->> 'fullName' IS NOT NULL;
DROP INDEX CONCURRENTLY IF EXISTS artifacts_doi_idx;
CREATE INDEX CONCURRENTLY artifacts_doi_idx ON artifacts (lower(metadata_json ->> 'doi'))
    WHERE metadata_json ->> 'doi' IS NOT NULL;
-- Without a list of pending entries: each run looks up what the batch before it wrote.
DROP INDEX CONCURRENTLY IF EXISTS artifact_classifications_references_idx;
CREATE INDEX CONCURRENTLY artifact_classifications_references_idx ON artifact_classifications
    USING gin ((raw_json -> 'references') jsonb_path_ops) WITH (fastupdate = off);
DROP INDEX CONCURRENTLY IF EXISTS artifact_classifications_unrelated_idx;
CREATE INDEX CONCURRENTLY artifact_classifications_unrelated_idx ON artifact_classifications (artifact_id)
    WHERE (raw_json -> 'references') IS NULL;
