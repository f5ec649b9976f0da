/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.config.EmbeddingSettings;
import io.signalharvester.app.config.Settings;
import io.signalharvester.app.embeddings.ArtifactEmbeddings;
import io.signalharvester.app.embeddings.EmbeddingCache;
import io.signalharvester.app.embeddings.EmbeddingStore;
import io.signalharvester.app.embeddings.TextEmbedder;
import io.signalharvester.app.embeddings.TextVectors;
import io.signalharvester.app.embeddings.TopicCentroids;
import io.signalharvester.app.embeddings.TopicVectorStore;
import io.signalharvester.app.store.Postgres;
import io.signalharvester.app.store.RedisLink;
import io.signalharvester.app.testkit.FreePort;
import io.signalharvester.app.testkit.TestPostgres;
import io.signalharvester.app.testkit.TestRedis;
import io.signalharvester.app.testkit.TestSettings;
import java.time.Clock;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The stage as a pipeline puts it together, with the real model. */
class EmbedStageTest {

  private final TestPostgres postgres = TestPostgres.shared();
  private final String database = postgres.migratedDatabase();

  private PipelineReport run(String redisUrl) {
    Settings settings = TestSettings.serving(postgres.environment(database), redisUrl);
    Scheduler computing = Schedulers.newBoundedElastic(2, 1000, "test-embed");
    try (Postgres pool = Postgres.open(settings.database(), "test", 4);
        RedisLink redis = new RedisLink(settings.redis())) {
      EmbeddingCache cache = new EmbeddingCache(redis);
      TextEmbedder embedder =
          TextEmbedder.of(new EmbeddingSettings(EmbeddingSettings.Provider.ONNX));
      EmbedStage stage =
          new EmbedStage(
              cache,
              new ArtifactEmbeddings(
                  new EmbeddingStore(pool.client()),
                  new TextVectors(embedder, cache, computing),
                  Clock.systemUTC()),
              new TopicCentroids(
                  new TopicVectorStore(pool.client()), embedder.model(), Clock.systemUTC()));
      Tally tally = new Tally();
      stage.run(tally).block();
      return tally.report("discovery");
    } finally {
      computing.dispose();
    }
  }

  @Test
  @Tag("SRC-14")
  void artifactsAndTopicsGetVectorsOfTheModelAndASecondRunDoesNothing() {
    postgres.execute(
        database,
        """
        INSERT INTO artifacts (artifact_type, source, external_id, title, content)
        SELECT 'preprint', 'arxiv', 'a' || i, 'Robots that walk', 'Legged locomotion, part ' || i FROM generate_series(1, 40) i;
        INSERT INTO topics (id, name, taxonomy_path) VALUES (1, 'robotics', 'robotics/locomotion');
        INSERT INTO artifact_topics (artifact_id, topic_id, published_at) SELECT id, 1, now() FROM artifacts\
        """);

    PipelineReport first = run(TestRedis.shared().url());

    assertThat(first.counters()).containsEntry("embedded", 40L).containsEntry("skipped", 0L);
    assertThat(first.warnings()).isEmpty();
    assertThat(
            postgres.number(
                database,
                "SELECT count(*) FROM embeddings WHERE model = 'all-minilm-l6-v2-q' AND kind = 'artifact'"))
        .isEqualTo(40);
    assertThat(
            postgres.number(
                database, "SELECT count(*) FROM embeddings WHERE kind = 'topic' AND dims = 384"))
        .isEqualTo(1);

    assertThat(run(TestRedis.shared().url()).counters()).containsEntry("embedded", 0L);
  }

  @Test
  void withoutRedisEverythingIsEmbeddedAndTheReportSaysSoOnce() {
    postgres.execute(
        database,
        "INSERT INTO artifacts (artifact_type, source, external_id, title)"
            + " SELECT 'preprint', 'arxiv', 'a' || i, 'Paper ' || i FROM generate_series(1, 70) i");

    PipelineReport report = run("redis://localhost:" + FreePort.find());

    assertThat(report.counters()).containsEntry("embedded", 70L);
    assertThat(report.warnings()).hasSize(1);
    assertThat(report.warnings().getFirst()).startsWith("Redis does not answer");
  }
}
