-- What the release of level 4 reads and writes, frozen, with values in place of its parameters. These statements are
-- never brought up to date: as long as the floor is 4 or lower, every newer schema has to answer them.
INSERT INTO artifacts AS a (artifact_type, source, external_id, title, url, summary, content, published_at,
                            first_seen_at, engagement, content_hash, metadata_json, created_at, updated_at)
VALUES ('preprint', 'arxiv', '2401.00001', 'A title', 'https://arxiv.org/abs/2401.00001', 'A text', 'A text', now(),
        now(), 0, repeat('a', 64), '{"version": "v1"}', now(), now())
ON CONFLICT (source, external_id) DO UPDATE
  SET title = excluded.title, url = excluded.url, summary = excluded.summary, content = excluded.content,
      published_at = excluded.published_at, engagement = greatest(a.engagement, excluded.engagement),
      content_hash = excluded.content_hash, metadata_json = excluded.metadata_json, updated_at = excluded.updated_at
  WHERE (a.content_hash, a.url, a.published_at, a.metadata_json - 'updated')
          IS DISTINCT FROM (excluded.content_hash, excluded.url, excluded.published_at, excluded.metadata_json - 'updated')
     OR a.engagement < excluded.engagement
RETURNING id, (xmax = 0) AS inserted;

WITH found AS (SELECT coalesce(merged_into_id, id) AS id FROM entities
               WHERE entity_type = 'person' AND normalized_name = 'ada lovelace'
               ORDER BY merged_into_id NULLS FIRST, id LIMIT 1),
     made AS (INSERT INTO entities (entity_type, name, normalized_name)
              SELECT 'person', 'Ada Lovelace', 'ada lovelace' WHERE NOT EXISTS (SELECT 1 FROM found) RETURNING id)
INSERT INTO artifact_entities (artifact_id, entity_id, role, confidence, position)
SELECT (SELECT min(id) FROM artifacts), id, 'author', 1, 0
FROM (SELECT id FROM found UNION ALL SELECT id FROM made) person
ON CONFLICT (artifact_id, entity_id, role) DO UPDATE SET position = excluded.position;

SELECT a.id, a.source, a.title, a.content, a.published_at, a.first_seen_at, a.engagement,
       (SELECT count(*) FROM artifact_entities e WHERE e.artifact_id = a.id AND e.role = 'author') AS authors
FROM artifacts a LEFT JOIN artifact_scores s ON s.artifact_id = a.id
WHERE a.id > 0 AND (s.artifact_id IS NULL OR s.computed_at < a.updated_at)
ORDER BY a.id
LIMIT 200;

INSERT INTO artifact_scores (artifact_id, source, published_at, novelty, emergence, obscurity, cross_source,
                             expert_signal, impact_score, credibility_score, base_score, discovery_score, rank_key,
                             algorithm_version, weights_hash, input_version, computed_at, updated_at)
VALUES ((SELECT min(id) FROM artifacts), 'arxiv', now(), 10, 20, 30, 0, 0, 0, 0, 25, 20, 12.5, 'v1', repeat('b', 16), 0,
        now(), now())
ON CONFLICT (artifact_id) DO UPDATE
  SET source = excluded.source, published_at = excluded.published_at, novelty = excluded.novelty,
      emergence = excluded.emergence, obscurity = excluded.obscurity, cross_source = excluded.cross_source,
      expert_signal = excluded.expert_signal, impact_score = excluded.impact_score,
      credibility_score = excluded.credibility_score, base_score = excluded.base_score,
      discovery_score = excluded.discovery_score, rank_key = excluded.rank_key,
      algorithm_version = excluded.algorithm_version, weights_hash = excluded.weights_hash,
      input_version = excluded.input_version, computed_at = excluded.computed_at, updated_at = excluded.updated_at;

INSERT INTO score_components (artifact_id, component, raw_inputs, value, weight, contribution, explanation,
                              algorithm_version, computed_at)
VALUES ((SELECT min(id) FROM artifacts), 'novelty', '{}', 10, 0.5, 5, 'Because.', 'v1', now())
ON CONFLICT (artifact_id, component) DO UPDATE
  SET raw_inputs = excluded.raw_inputs, value = excluded.value, weight = excluded.weight,
      contribution = excluded.contribution, explanation = excluded.explanation,
      algorithm_version = excluded.algorithm_version, computed_at = excluded.computed_at;

SELECT a.id, a.artifact_type, a.source, a.external_id, a.title, a.content, a.url, a.published_at,
       a.created_at, a.updated_at, s.novelty, s.emergence, s.obscurity, s.cross_source, s.expert_signal,
       s.base_score, s.rank_key, s.algorithm_version, s.computed_at,
       ARRAY(SELECT e.name FROM artifact_entities l JOIN entities e ON e.id = l.entity_id
             WHERE l.artifact_id = a.id AND l.role = 'author' ORDER BY l.position, e.id) AS authors
FROM artifact_scores s JOIN artifacts a ON a.id = s.artifact_id
WHERE true AND s.rank_key >= 1 AND s.published_at >= now() - interval '1 day' AND s.source = ANY('{arxiv}')
  AND (s.rank_key, s.artifact_id) < (99, 99)
ORDER BY s.rank_key DESC, s.artifact_id DESC LIMIT 20;

INSERT INTO source_cursors AS c (source, stream, position, last_success_at, updated_at)
VALUES ('arxiv', 'newest', '2024-01-01T00:00:00Z', now(), now())
ON CONFLICT (source, stream) DO UPDATE
  SET position = coalesce(excluded.position, c.position), last_success_at = excluded.last_success_at,
      last_error = NULL, updated_at = excluded.updated_at;

SELECT expanded, floor FROM schema_compatibility WHERE component = 'app';
