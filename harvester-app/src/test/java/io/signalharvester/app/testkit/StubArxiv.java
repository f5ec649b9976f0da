/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A small server that answers like arXiv: Atom pages by start and max_results, and whatever a test
 * queues before them.
 */
public final class StubArxiv implements AutoCloseable {

  public record Paper(String id, String title, Instant published, List<String> authors) {}

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
  public record Canned(int status, Map<String, String> headers, byte[] body, int missing) {

    public Canned(int status, Map<String, String> headers, byte[] body) {
      this(status, headers, body, 0);
    }

    /** The same answer, which promises more bytes than it gives before it closes the connection. */
    public Canned cutShort() {
      return new Canned(status, headers, body, 100);
    }

    public static Canned status(int status, Map<String, String> headers) {
      return new Canned(status, headers, "no".getBytes(StandardCharsets.UTF_8));
    }

    public static Canned xml(String body) {
      return new Canned(
          200,
          Map.of("Content-Type", "application/atom+xml; charset=utf-8"),
          body.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static final Pattern RANGE = Pattern.compile("submittedDate:\\[(\\d{12}) TO (\\d{12})]");

  private static final Canned PAGE = Canned.status(0, Map.of());

  private final HttpServer server;
  private final List<Paper> papers = new CopyOnWriteArrayList<>();
  private final Queue<Canned> next = new ArrayDeque<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<Headers> headers = new CopyOnWriteArrayList<>();
  private volatile int dropped;
  private volatile boolean droppedOnce;
  private volatile boolean marking;

  public StubArxiv() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/api/query", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  public void publish(Paper paper) {
    papers.addFirst(paper);
  }

  /** Publishes papers, one a minute back from the moment; the first is the newest. */
  public void publish(int count, Instant newest) {
    for (int i = count - 1; i >= 0; i--) {
      publish(
          new Paper(
              String.format("2601.%05d", i),
              "A convergence theorem, number " + i,
              newest.minusSeconds(60L * i),
              List.of("Ada Lovelace", "Author " + i)));
    }
  }

  public void clear() {
    papers.clear();
  }

  /** Queues an answer that is given before any page. */
  public synchronized void answerNext(Canned canned) {
    next.add(canned);
  }

  /** Publishes so many papers of one moment; their ids begin with the prefix. */
  public void publishAtOnce(int count, Instant moment, String prefix) {
    for (int i = 0; i < count; i++) {
      publish(
          new Paper(prefix + String.format(".%05d", i), "Theorem " + i, moment, List.of("Ada")));
    }
  }

  /** Queues an answer that is given in place of the page after so many pages. */
  public synchronized void answerAfter(int pages, Canned canned) {
    for (int i = 0; i < pages; i++) {
      next.add(PAGE);
    }
    next.add(canned);
  }

  /** Leaves out so many entries of the end of the next page, and of no other. */
  public void dropOnce(int entries) {
    dropped = entries;
    droppedOnce = true;
  }

  /** Leaves out so many entries of the end of every page although the total promises them. */
  public void drop(int entries) {
    dropped = entries;
  }

  /** From now on every page carries an ETag, and one that is known already is answered with 304. */
  public void markPages() {
    marking = true;
  }

  public List<String> calls() {
    return calls;
  }

  /** Headers of the calls. */
  public List<Headers> headers() {
    return headers;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    calls.add(exchange.getRequestURI().toString());
    headers.add(exchange.getRequestHeaders());
    Canned canned = next.poll();
    Canned reply = canned == null || canned == PAGE ? page(exchange) : canned;
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(
        reply.status(), reply.status() == 304 ? -1 : reply.body().length + reply.missing());
    try (var body = exchange.getResponseBody()) {
      body.write(reply.body());
    }
  }

  private Canned page(HttpExchange exchange) {
    Canned page = Canned.xml(page(exchange.getRequestURI().getQuery()));
    if (!marking) {
      return page;
    }
    String mark = "\"" + Integer.toHexString(Arrays.hashCode(page.body())) + "\"";
    if (mark.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      return new Canned(304, Map.of("ETag", mark), new byte[0]);
    }
    Map<String, String> marked = new HashMap<>(page.headers());
    marked.put("ETag", mark);
    return new Canned(200, marked, page.body());
  }

  private String page(String query) {
    List<Paper> found = papers.stream().filter(inRange(query)).toList();
    int start = number(query, "start");
    int most = number(query, "max_results");
    int end = Math.max(start, Math.min(found.size(), start + most) - dropped);
    dropped = droppedOnce ? 0 : dropped;
    return "<?xml version='1.0' encoding='UTF-8'?>"
        + "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>"
        + "<o:totalResults>"
        + found.size()
        + "</o:totalResults>"
        + found.subList(Math.min(start, found.size()), Math.min(end, found.size())).stream()
            .map(StubArxiv::entry)
            .collect(Collectors.joining())
        + "</feed>";
  }

  /** Reads the range of dates, which ends with the first second of its last minute, as arXiv's. */
  private static Predicate<Paper> inRange(String query) {
    Matcher range = RANGE.matcher(query.replace('+', ' '));
    if (!range.find()) {
      return paper -> true;
    }
    Instant from = moment(range.group(1));
    Instant to = moment(range.group(2));
    return paper -> !paper.published().isBefore(from) && !paper.published().isAfter(to);
  }

  private static Instant moment(String digits) {
    return LocalDateTime.parse(digits, DateTimeFormatter.ofPattern("yyyyMMddHHmm"))
        .toInstant(ZoneOffset.UTC);
  }

  private static String entry(Paper paper) {
    return "<entry><id>http://arxiv.org/abs/"
        + paper.id()
        + "v1</id><title>"
        + paper.title()
        + "</title><summary>About a stochastic gradient.</summary><published>"
        + paper.published()
        + "</published>"
        + paper.authors().stream()
            .map(name -> "<author><name>" + name + "</name></author>")
            .collect(Collectors.joining())
        + "</entry>";
  }

  private static int number(String query, String name) {
    for (String part : query.split("&", -1)) {
      if (part.startsWith(name + "=")) {
        return Integer.parseInt(part.substring(name.length() + 1));
      }
    }
    throw new IllegalArgumentException(query);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
