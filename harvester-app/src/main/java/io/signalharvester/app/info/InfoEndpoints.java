/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.info;

import io.signalharvester.app.schema.SchemaLevel;
import io.signalharvester.app.schema.SchemaReader;
import io.signalharvester.app.web.Answer;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Reply;
import java.time.Duration;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/**
 * The process over HTTP, for everybody. It answers without the database too, and asks it every 2 s
 * at most, because nobody needs a key here.
 */
public final class InfoEndpoints {

  private static final Duration KEPT = Duration.ofSeconds(2);
  private static final Duration DEADLINE = Duration.ofSeconds(2);

  private final Mono<Info> info;

  /**
   * Creates the endpoints.
   *
   * @param probes connections that requests cannot use up
   * @param version version of this program
   * @param commit what it was built from
   * @param modes what this process does
   */
  public InfoEndpoints(DatabaseClient probes, String version, String commit, List<String> modes) {
    Info.Schema unknown = new Info.Schema(null, null, SchemaLevel.NEEDS);
    this.info =
        new SchemaReader(probes)
            .level()
            .map(level -> new Info.Schema(level.expanded(), level.floor(), SchemaLevel.NEEDS))
            .timeout(DEADLINE)
            .onErrorReturn(unknown)
            .defaultIfEmpty(unknown)
            .map(schema -> new Info(version, commit, schema, modes))
            .cache(KEPT);
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            HttpMethod.GET,
            "/api/v1/info",
            Endpoint.Access.PUBLIC,
            "Says what this process is. Levels that the database does not tell are null.",
            List.of(),
            List.of(new Reply(200, "{version, commit, schema{expanded, floor, needs}, modes[]}")),
            request -> Answer.json(info)));
  }
}
