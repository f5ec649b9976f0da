/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.topics.TopicReader;
import io.signalharvester.app.topics.TopicRef;
import io.signalharvester.app.web.QueryParameters;
import java.time.Instant;
import java.util.List;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** The start of the list of discoveries, for those who do not ask over HTTP. */
public final class DiscoveryListing {

  private final DiscoveryQuery query;

  private DiscoveryListing(DiscoveryQuery query) {
    this.query = query;
  }

  /**
   * A discovery and why it has its score.
   *
   * @param discovery the discovery
   * @param explanation the parts of its score at the same moment
   */
  public record Explained(Discovery discovery, Explanation explanation) {}

  /**
   * Reads what is asked for.
   *
   * @param parameters the parameters of the list over HTTP
   * @throws io.signalharvester.app.web.ProblemException when one breaks its rule
   */
  public static DiscoveryListing of(QueryParameters parameters) {
    return new DiscoveryListing(DiscoveryQuery.of(parameters));
  }

  /**
   * Reads the first rows; none when nothing has the topic that was asked for.
   *
   * @param database where discoveries are
   * @param now the moment for which scores are computed
   */
  public Flux<Discovery> rows(DatabaseClient database, Instant now) {
    DiscoveryReader reader = new DiscoveryReader(database);
    TopicRef topic = query.topic();
    Flux<DiscoveryReader.Row> rows =
        topic == null
            ? reader.page(query, null, null, now, query.limit())
            : new TopicReader(database)
                .idsOf(topic)
                .collectList()
                .filter(ids -> !ids.isEmpty())
                .flatMapMany(ids -> reader.page(query, ids, null, now, query.limit()));
    return rows.map(DiscoveryReader.Row::discovery);
  }

  /**
   * Reads the same rows, each with its explanation. One that loses its score meanwhile is left out.
   *
   * @param database where discoveries are
   * @param json reads stored documents
   * @param now the moment for which scores are computed
   */
  public Mono<List<Explained>> explained(DatabaseClient database, JsonMapper json, Instant now) {
    ExplanationReader explanations = new ExplanationReader(database, json);
    return rows(database, now)
        .collectList()
        .flatMapIterable(rows -> rows)
        .concatMap(
            row -> explanations.read(row.artifactId(), now).map(why -> new Explained(row, why)))
        .collectList();
  }
}
