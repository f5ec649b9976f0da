/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.topics;

import io.signalharvester.app.web.Answer;
import io.signalharvester.app.web.CacheClass;
import io.signalharvester.app.web.Cursor;
import io.signalharvester.app.web.CursorCodec;
import io.signalharvester.app.web.Endpoint;
import io.signalharvester.app.web.Endpoint.Parameter;
import io.signalharvester.app.web.Endpoint.Reply;
import io.signalharvester.app.web.Page;
import io.signalharvester.app.web.PageNumber;
import io.signalharvester.app.web.PathVariables;
import io.signalharvester.app.web.QueryParameters;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Mono;

/**
 * Topics over HTTP: the list, those that trend, the days of one, and how many artifacts have one.
 */
public final class TopicEndpoints {

  private static final String PATH = "/api/v1/topics";
  private static final String LIST_SORT = "id:asc";
  private static final String TREND_SORT = "artifactCount:desc";
  private static final String TOPIC =
      "{id, name, taxonomyPath, description, artifactCount, avgDiscoveryScore, createdAt, updatedAt}";
  private static final Parameter CURSOR =
      new Parameter("cursor", "nextCursor of a reply", "the start", "Where to go on.");

  private final TopicReader topics;
  private final TrendReader trends;
  private final CursorCodec cursors;
  private final Clock clock;

  /**
   * Creates the endpoints.
   *
   * @param database where topics are
   * @param cursors writes and reads cursors
   * @param clock tells which day is today
   */
  public TopicEndpoints(DatabaseClient database, CursorCodec cursors, Clock clock) {
    this.topics = new TopicReader(database);
    this.trends = new TrendReader(database);
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    String items = "{items, nextCursor, hasMore%s}; items are ";
    return List.of(
        get(
            "",
            "Lists topics by id, with the counts of all days.",
            List.of(
                new Parameter(
                    "search",
                    "1 to 200 characters",
                    "all",
                    "Part of the name or taxonomy path, in any case."),
                new Parameter(
                    "parent",
                    "1 to " + TopicRef.MOST_CHARACTERS + " characters",
                    "all",
                    "Only direct children of this taxonomy path."),
                new Parameter("limit", "1 to 200", "50", "Most rows of a page."),
                CURSOR,
                PageNumber.PARAMETERS.get(0),
                PageNumber.PARAMETERS.get(1)),
            Reply.ofNumberedList(items.formatted("") + TOPIC),
            request -> Answer.json(list(request))),
        get(
            "/trending",
            "Lists topics by their artifacts in the last days (UTC, today included), most first; of equal"
                + " ones the higher average, then the lower id.",
            trendParameters(),
            Reply.ofList(items.formatted("") + TOPIC + ", counts and averages of the window"),
            request -> Answer.json(trending(request))),
        get(
            "/trending/paginated",
            "The same list for clients that look for a total, which is always null.",
            trendParameters(),
            Reply.ofList(items.formatted(", total") + TOPIC),
            request -> Answer.json(trending(request).map(Page::paginated))),
        get(
            "/coverage",
            "Says which share of the artifacts of the last days has a topic.",
            List.of(new Parameter("days", "1 to 365", "30", "Greatest age since publication.")),
            Reply.ofView(
                "{artifacts, withTopic, coverage, target}; coverage null without artifacts"),
            request -> Answer.json(coverage(request))),
        get(
            "/{name}/timeline",
            "Lists the last days of a topic (UTC, today included), oldest first; empty days as 0.",
            List.of(
                new Parameter(
                    "name",
                    "1 to " + TopicRef.MOST_CHARACTERS + " characters",
                    "required",
                    "Id (digits alone), exact name or URL-encoded taxonomy path of the topic (path)."),
                new Parameter("days", "1 to 365", "14", "Number of days.")),
            Reply.ofOne(
                items.formatted("")
                    + "{date, count, artifactCount, avgScore, avgDiscoveryScore}; always one page",
                "no such topic"),
            this::timeline));
  }

  private static Endpoint get(
      String path,
      String summary,
      List<Parameter> parameters,
      List<Reply> replies,
      HandlerFunction<ServerResponse> handler) {
    return new Endpoint(
            HttpMethod.GET, PATH + path, Endpoint.Access.KEY, summary, parameters, replies, handler)
        .cachedAs(CacheClass.TOPIC);
  }

  private static List<Parameter> trendParameters() {
    return List.of(
        new Parameter("window", "1 to 365", "14", "Days of the window; alias windowDays."),
        new Parameter(
            "minArtifactCount",
            "1 to " + TrendQuery.MOST_ARTIFACTS,
            "1",
            "Least number of artifacts in the window."),
        new Parameter("limit", "1 to 200", "20", "Most rows of a page."),
        CURSOR);
  }

  private Mono<?> list(ServerRequest request) {
    QueryParameters parameters = new QueryParameters(request.queryParams());
    TopicFilter filter =
        new TopicFilter(
            parameters.text("search", 200), parameters.text("parent", TopicRef.MOST_CHARACTERS));
    PageNumber number = PageNumber.of(parameters);
    int limit = parameters.whole("limit", 1, 200, 50);
    String cursor = parameters.text("cursor");
    parameters.refuseErrors();
    if (number != null) {
      return topics
          .list(filter, 0, number.skip(), number.size())
          .collectList()
          .flatMap(rows -> topics.count(filter).map(total -> number.reply(rows, total)));
    }
    String hash = CursorCodec.filterHash("topics|" + filter.parent() + "|" + filter.search());
    long after =
        cursor == null ? 0 : cursors.read(cursor, LIST_SORT, hash).key().getFirst().longValue();
    return topics
        .list(filter, after, 0, limit + 1)
        .collectList()
        .map(rows ->
            Page.of(rows, limit, last -> cursors.next(LIST_SORT, List.of(last.id()), hash)));
  }

  private Mono<Page<Topic>> trending(ServerRequest request) {
    TrendQuery query = TrendQuery.of(new QueryParameters(request.queryParams()));
    String filter = query.filterHash();
    String text = query.cursor();
    Cursor cursor = text == null ? null : cursors.read(text, TREND_SORT, filter);
    // A walk keeps the window that it began with, also over midnight.
    LocalDate last =
        cursor == null ? today() : LocalDate.ofEpochDay(cursor.key().get(3).longValue());
    TrendReader.Position after =
        cursor == null
            ? null
            : new TrendReader.Position(
                cursor.key().get(0).longValue(),
                cursor.key().get(1).doubleValue(),
                cursor.key().get(2).longValue());
    return trends
        .trending(last, query.days(), query.least(), after, query.limit() + 1)
        .collectList()
        .map(rows ->
            Page.of(rows, query.limit(), row -> cursors.next(TREND_SORT, key(row, last), filter)));
  }

  private static List<Number> key(Topic row, LocalDate last) {
    Double average = row.avgDiscoveryScore();
    return List.of(
        row.artifactCount(), average == null ? 0.0 : average, row.id(), last.toEpochDay());
  }

  private Mono<Coverage> coverage(ServerRequest request) {
    QueryParameters parameters = new QueryParameters(request.queryParams());
    int days = parameters.whole("days", 1, 365, 30);
    parameters.refuseErrors();
    return trends.coverage(clock.instant(), days);
  }

  private Mono<ServerResponse> timeline(ServerRequest request) {
    TopicRef topic = TopicRef.of(PathVariables.text(request, "name", TopicRef.MOST_CHARACTERS));
    QueryParameters parameters = new QueryParameters(request.queryParams());
    int days = parameters.whole("days", 1, 365, 14);
    parameters.refuseErrors();
    LocalDate last = today();
    return Answer.json(
        topics
            .idOf(topic)
            .flatMap(id -> trends.days(id, last, days).collectList())
            .map(stored -> Page.whole(Timeline.filled(stored, last, days))),
        "No topic has this id, name or taxonomy path.");
  }

  private LocalDate today() {
    return LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
  }
}
