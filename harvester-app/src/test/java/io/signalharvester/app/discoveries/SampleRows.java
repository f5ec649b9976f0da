/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.testkit.TestPostgres;

/** Writes scored artifacts straight into the tables. */
final class SampleRows {

  private SampleRows() {}

  /**
   * Adds artifacts with ids from first on. Their base scores repeat in groups, so that many rank
   * keys are equal. Values of novelty are shared by many, those of emergence by few, and obscurity
   * is the same for all.
   *
   * @param ties rows that share one rank key
   */
  static void add(TestPostgres postgres, String database, int first, int count, int ties) {
    int last = first + count - 1;
    postgres.execute(
        database,
        "INSERT INTO artifacts (id, artifact_type, source, external_id, title, content, url, published_at)"
            + " SELECT i, CASE WHEN i % 3 = 0 THEN 'repo' ELSE 'preprint' END, CASE WHEN i % 3 = 0 THEN 'github' ELSE 'arxiv' END, 'id-' || i, 'T' || i, 'C',"
            + " 'https://example.org/' || i, date_trunc('hour', now()) - (i % 5) * interval '1 hour'"
            + " FROM generate_series("
            + first
            + ", "
            + last
            + ") i");
    postgres.execute(
        database,
        "INSERT INTO artifact_scores (artifact_id, source, published_at, novelty, emergence, obscurity,"
            + " base_score, discovery_score, rank_key,"
            + " algorithm_version, weights_hash, input_version, computed_at)"
            + " SELECT id, source, published_at, id * 31 % 97 / 1.3, id * 17 % 1009 / 10.7, 5, 20 + (id / "
            + ties
            + ") % 70, 20,"
            + " ln(20 + (id / "
            + ties
            + ") % 70) + extract(epoch FROM date_trunc('hour', now())) / 3600 / 336,"
            + " 'v1', '0123456789abcdef', 0, now() FROM artifacts WHERE id BETWEEN "
            + first
            + " AND "
            + last);
  }
}
