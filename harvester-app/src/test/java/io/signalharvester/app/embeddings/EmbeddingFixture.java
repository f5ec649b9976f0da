/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import io.signalharvester.app.config.Settings;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** A database of its own, the real Redis, and what the classes under test need. */
final class EmbeddingFixture implements AutoCloseable {

  static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

  final TestPostgres server = TestPostgres.shared();
  final String database = server.migratedDatabase();
  final Scheduler computing = Schedulers.newBoundedElastic(2, 1000, "test-embed");
  private final Postgres postgres;
  private final RedisLink redis;

  EmbeddingFixture() {
    this(TestRedis.shared().url());
  }

  EmbeddingFixture(String redisUrl) {
    Settings settings = TestSettings.serving(server.environment(database), redisUrl);
    postgres = Postgres.open(settings.database(), "test", 5);
    redis = new RedisLink(settings.redis());
  }

  DatabaseClient client() {
    return postgres.client();
  }

  EmbeddingCache newCache() {
    return new EmbeddingCache(redis);
  }

  ArtifactEmbeddings artifacts(TextEmbedder embedder) {
    return new ArtifactEmbeddings(
        new EmbeddingStore(client()), new TextVectors(embedder, newCache(), computing), CLOCK);
  }

  TopicCentroids topics(String model) {
    return new TopicCentroids(new TopicVectorStore(client()), model, CLOCK);
  }

  long artifact(String id, @Nullable String title, @Nullable String content) {
    try (Connection connection = server.connect(database);
        PreparedStatement insert =
            connection.prepareStatement(
                """
                INSERT INTO artifacts (artifact_type, source, external_id, title, content, content_hash, first_seen_at)
                VALUES ('preprint', 'arxiv', ?, ?, ?,
                        encode(sha256(convert_to(coalesce(?, '') || E'\\n' || coalesce(?, ''), 'UTF8')), 'hex'), now())
                RETURNING id\
                """)) {
      insert.setString(1, id);
      insert.setString(2, title);
      insert.setString(3, content);
      insert.setString(4, title);
      insert.setString(5, content);
      try (var row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  void artifacts(int number) {
    server.execute(
        database,
        """
        INSERT INTO artifacts (artifact_type, source, external_id, title, content, content_hash, first_seen_at)
        SELECT 'preprint', 'arxiv', 'a' || i, title, content,
               encode(sha256(convert_to(title || E'\\n' || content, 'UTF8')), 'hex'), now()
        FROM generate_series(0, %d) i,
             LATERAL (SELECT 'Paper ' || i AS title,
                             'It is about subject ' || i * 7919 %% 1000 || ' of field ' || i AS content) text\
        """
            .formatted(number - 1));
  }

  void score(long artifact, double score, int inputVersion) {
    server.execute(
        database,
        """
        INSERT INTO artifact_scores (artifact_id, source, published_at, base_score, discovery_score, rank_key,
                                     algorithm_version, weights_hash, input_version, computed_at)
        VALUES (%d, 'arxiv', now(), %s, %s, 0, 'v2', 'w', %d, now())\
        """
            .formatted(artifact, score, score, inputVersion));
  }

  long inputVersion(long artifact) {
    return number("SELECT input_version FROM artifact_scores WHERE artifact_id = " + artifact);
  }

  long number(String sql) {
    return server.number(database, sql);
  }

  /** Every column of every vector, and who wrote it: equal only when no row was written at all. */
  String untouched() {
    return server.text(
        database,
        "SELECT md5(string_agg(xmin::text || e::text, '|' ORDER BY kind, ref_id, model)) FROM embeddings e");
  }

  /** What the vectors say, without when and in which order they were made. */
  String content() {
    return server.text(
        database,
        "SELECT md5(string_agg(concat_ws(' ', kind, ref_id, model, dims, encode(vector, 'hex'), text_hash), '|'"
            + " ORDER BY kind, ref_id, model)) FROM embeddings e");
  }

  @Override
  public void close() {
    postgres.close();
    redis.close();
    computing.dispose();
  }

  /** Embeds as the provider hash does and notes each text; texts with "poison" are too much. */
  static final class Watched implements TextEmbedder {
    final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();
    private final String model;

    Watched(String model) {
      this.model = model;
    }

    @Override
    public String model() {
      return model;
    }

    @Override
    public List<float[]> embed(List<String> texts) {
      if (texts.stream().anyMatch(text -> text.contains("poison"))) {
        throw new IllegalStateException("this text is too much");
      }
      seen.addAll(texts);
      return new HashEmbedder().embed(texts);
    }
  }
}
