/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.discoveries;

import io.signalharvester.app.discoveries.DiscoveryReader.Position;
import io.signalharvester.app.discoveries.DiscoveryReader.Row;
import io.signalharvester.app.topics.TopicReader;
import io.signalharvester.app.topics.TopicRef;
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
import java.lang.reflect.RecordComponent;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.http.HttpMethod;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.reactive.function.server.HandlerFunction;
import org.springframework.web.reactive.function.server.ServerRequest;
import org.springframework.web.reactive.function.server.ServerResponse;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Discoveries over HTTP: the list, one of them, and why it has its score. */
public final class DiscoveryEndpoints {

  private static final String PATH = "/api/v1/discoveries";
  private static final Parameter ID =
      new Parameter("artifactId", "whole number from 1", "required", "Id of the artifact (path).");

  private final DiscoveryReader reader;
  private final ExplanationReader explanations;
  private final TopicReader topics;
  private final CursorCodec cursors;
  private final Clock clock;

  /**
   * Creates the endpoints.
   *
   * @param database where discoveries are
   * @param cursors writes and reads cursors
   * @param json reads stored documents
   * @param clock the moment of live scores
   */
  public DiscoveryEndpoints(
      DatabaseClient database, CursorCodec cursors, JsonMapper json, Clock clock) {
    this.reader = new DiscoveryReader(database);
    this.explanations = new ExplanationReader(database, json);
    this.topics = new TopicReader(database);
    this.cursors = cursors;
    this.clock = clock;
  }

  /** Returns the endpoints of this feature. */
  public List<Endpoint> endpoints() {
    String body = "{items, nextCursor, hasMore%s}; items are " + fields(Discovery.class);
    return List.of(
        get(
            PATH,
            "Lists discoveries, by live score and best first unless another order is asked for; rows of"
                + " equal key by id in the same direction.",
            parameters(),
            Reply.ofNumberedList(body.formatted("")),
            request -> Answer.json(list(request, page -> page))),
        get(
            PATH + "/paginated",
            "The same list for clients that look for a total, which is always null.",
            parameters(),
            Reply.ofNumberedList(body.formatted(", total")),
            request -> Answer.json(list(request, Page::paginated))),
        get(
            PATH + "/{artifactId}",
            "Returns one discovery.",
            List.of(ID),
            Reply.ofOne(fields(Discovery.class), "no such artifact, or it has no score yet"),
            this::one),
        get(
            PATH + "/{artifactId}/explanation",
            "Says why an artifact has its score: contributions add up to baseScore, and baseScore times"
                + " ageFactor is discoveryScore.",
            List.of(ID),
            Reply.ofOne(
                "{baseScore, ageFactor, discoveryScore, components["
                    + fields(Explanation.Component.class)
                    + "]}",
                "no such artifact, or it has no score yet"),
            this::explanation));
  }

  private static Endpoint get(
      String path,
      String summary,
      List<Parameter> parameters,
      List<Reply> replies,
      HandlerFunction<ServerResponse> handler) {
    return new Endpoint(
            HttpMethod.GET, path, Endpoint.Access.KEY, summary, parameters, replies, handler)
        .cachedAs(CacheClass.DISCOVERY);
  }

  private static List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    parameters.addAll(
        List.of(
            new Parameter("minScore", "0 to 100", "80", "Least live score; 0 means all."),
            new Parameter("hours", "1 to 168", "any age", "Greatest age since publication."),
            new Parameter(
                "topic",
                "1 to " + TopicRef.MOST_CHARACTERS + " characters",
                "all",
                "Only artifacts of this topic: its id (digits alone), its exact name, or a taxonomy path, which"
                    + " selects all below it too. One that nothing has selects nothing."),
            new Parameter("source", "name of a source, repeatable", "all", "Only these sources."),
            new Parameter(
                "artifactType",
                String.join(", ", new TreeSet<>(DiscoveryQuery.TYPES)) + "; repeatable",
                "all",
                "Only these types."),
            new Parameter(
                "sort",
                Arrays.stream(DiscoverySort.values())
                    .map(DiscoverySort::label)
                    .collect(Collectors.joining(", ")),
                "discoveryScore",
                "What orders the list."),
            new Parameter("order", "asc, desc", "desc", "Direction of the order."),
            new Parameter("limit", "1 to 200", "50", "Most rows of a page."),
            new Parameter("cursor", "nextCursor of a reply", "the start", "Where to go on.")));
    parameters.addAll(PageNumber.PARAMETERS);
    return List.copyOf(parameters);
  }

  private static String fields(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents())
        .map(RecordComponent::getName)
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Answers a page by cursor in the given form, or a page with a number when that is asked for. */
  private Mono<?> list(ServerRequest request, Function<Page<Discovery>, ?> form) {
    DiscoveryQuery query = DiscoveryQuery.of(new QueryParameters(request.queryParams()));
    // Read once, so that every row of the reply is filtered and scored for the same moment.
    Instant now = clock.instant();
    PageNumber number = query.number();
    if (number == null) {
      return walked(query, now).map(form);
    }
    Mono<List<Discovery>> items =
        ofTopic(query, ids -> reader.page(query, ids, null, now, number.size()))
            .map(Row::discovery)
            .collectList();
    Mono<Long> total =
        ofTopic(query, ids -> reader.count(query, ids, now)).next().defaultIfEmpty(0L);
    return items.flatMap(rows -> total.map(all -> number.reply(rows, all)));
  }

  private Mono<Page<Discovery>> walked(DiscoveryQuery query, Instant now) {
    Position after = position(query);
    return ofTopic(query, ids -> reader.page(query, ids, after, now, query.limit() + 1))
        .collectList()
        .map(read -> Page.of(read, query.limit(), row -> cursor(row, query)).map(Row::discovery));
  }

  /** Reads with the ids of the topics that are asked for, or null for all; nothing has no topic. */
  private <T> Flux<T> ofTopic(
      DiscoveryQuery query, Function<@Nullable List<Long>, Publisher<T>> reading) {
    TopicRef topic = query.topic();
    return topic == null
        ? Flux.from(reading.apply(null))
        : topics.idsOf(topic).collectList().filter(ids -> !ids.isEmpty()).flatMapMany(reading);
  }

  private @Nullable Position position(DiscoveryQuery query) {
    String text = query.cursor();
    if (text == null) {
      return null;
    }
    Cursor cursor = cursors.read(text, query.cursorName(), query.filterHash());
    return new Position(cursor.key().get(0), cursor.key().get(1).longValue());
  }

  private String cursor(Row last, DiscoveryQuery query) {
    Position position = last.position();
    return cursors.next(
        query.cursorName(), List.of(position.key(), position.artifactId()), query.filterHash());
  }

  private Mono<ServerResponse> one(ServerRequest request) {
    long id = PathVariables.id(request, ID.name());
    return Answer.json(reader.one(id, clock.instant()), missing(id));
  }

  private Mono<ServerResponse> explanation(ServerRequest request) {
    long id = PathVariables.id(request, ID.name());
    return Answer.json(explanations.read(id, clock.instant()), missing(id));
  }

  private static String missing(long id) {
    return "No artifact with the id " + id + " has a score.";
  }
}
