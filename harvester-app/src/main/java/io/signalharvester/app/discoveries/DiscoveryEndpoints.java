/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.discoveries.DiscoveryReader.Position;
import io.signalharvester.app.discoveries.DiscoveryReader.Row;
import io.signalharvester.app.web.Cursor;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Parameter;
import io.signalharvester.app.web.Endpoint.Reply;
import io.signalharvester.app.web.QueryParameters;
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/** The list of discoveries over HTTP. */
public final class DiscoveryEndpoints {

  private static final String SORT = "rankKey:desc";
  private static final Duration DEADLINE = Duration.ofSeconds(15);

  private final DiscoveryReader reader;
  private final CursorCodec cursors;
  private final Clock clock;

  /**
   * Creates the endpoints.
   *
   * @param database where discoveries are
   * @param cursors writes and reads cursors
   * @param clock the moment of live scores
   */
  public DiscoveryEndpoints(DatabaseClient database, CursorCodec cursors, Clock clock) {
    this.reader = new DiscoveryReader(database);
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    return List.of(
        new Endpoint(
            HttpMethod.GET,
            "/api/v1/discoveries",
            Endpoint.Access.KEY,
            "Lists discoveries by live score, best first; rows of equal score by id, newest first.",
            List.of(
                new Parameter("minScore", "0 to 100", "80", "Least live score; 0 means all."),
                new Parameter("hours", "1 to 168", "any age", "Greatest age since publication."),
                new Parameter(
                    "source", "name of a source, repeatable", "all", "Only these sources."),
                new Parameter("limit", "1 to 200", "50", "Most rows of a page."),
                new Parameter("cursor", "nextCursor of a reply", "the start", "Where to go on.")),
            List.of(
                new Reply(200, "{items, nextCursor, hasMore}; items are {" + fields() + "}"),
                new Reply(400, "INVALID_CURSOR, INVALID_API_KEY_FORMAT"),
                new Reply(401, "UNAUTHORIZED"),
                new Reply(422, "VALIDATION_FAILED with errors[{field, code, message}]"),
                new Reply(503, "SERVICE_UNAVAILABLE with Retry-After: 5"),
                new Reply(504, "TIMEOUT")),
            this::list));
  }

  private static String fields() {
    return Arrays.stream(Discovery.class.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", "));
  }

  private Mono<ServerResponse> list(ServerRequest request) {
    DiscoveryQuery query = DiscoveryQuery.of(new QueryParameters(request.queryParams()));
    // Read once, so that every row of the reply is filtered and scored for the same moment.
    Instant now = clock.instant();
    return reader
        .read(query, position(query), now, query.limit() + 1)
        .collectList()
        .timeout(DEADLINE)
        .map(rows -> page(rows, query))
        .flatMap(
            page -> ServerResponse.ok().contentType(MediaType.APPLICATION_JSON).bodyValue(page));
  }

  private @Nullable Position position(DiscoveryQuery query) {
    String text = query.cursor();
    if (text == null) {
      return null;
    }
    Cursor cursor = cursors.read(text, SORT, query.filterHash());
    return new Position(cursor.key().get(0).doubleValue(), cursor.key().get(1).longValue());
  }

  private DiscoveryPage page(List<Row> rows, DiscoveryQuery query) {
    boolean hasMore = rows.size() > query.limit();
    List<Row> shown = hasMore ? rows.subList(0, query.limit()) : rows;
    @Nullable String next = null;
    if (hasMore) {
      Position last = shown.getLast().position();
      next = cursors.next(SORT, List.of(last.rankKey(), last.artifactId()), query.filterHash());
    }
    return new DiscoveryPage(shown.stream().map(Row::discovery).toList(), next, hasMore);
  }
}
