/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;

/**
 * A small server that answers like arXiv: Atom pages by start and max_results, and whatever a test
 * queues before them.
 */
public final class StubArxiv implements AutoCloseable {

  public record Paper(String id, String title, Instant published, List<String> authors) {}

  @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
  public record Canned(int status, Map<String, String> headers, byte[] body) {

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

  private final HttpServer server;
  private final List<Paper> papers = new CopyOnWriteArrayList<>();
  private final Queue<Canned> next = new ArrayDeque<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private volatile int dropped;

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

  /** Leaves out so many entries of the end of every page although the total promises them. */
  public void drop(int entries) {
    dropped = entries;
  }

  public List<String> calls() {
    return calls;
  }

  private synchronized void answer(HttpExchange exchange) throws IOException {
    calls.add(exchange.getRequestURI().toString());
    Canned canned = next.poll();
    Canned reply = canned == null ? Canned.xml(page(exchange.getRequestURI().getQuery())) : canned;
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.sendResponseHeaders(reply.status(), reply.body().length);
    try (var body = exchange.getResponseBody()) {
      body.write(reply.body());
    }
  }

  private String page(String query) {
    int start = number(query, "start");
    int most = number(query, "max_results");
    int end = Math.max(start, Math.min(papers.size(), start + most) - dropped);
    return "<?xml version='1.0' encoding='UTF-8'?>"
        + "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:o='http://a9.com/-/spec/opensearch/1.1/'>"
        + "<o:totalResults>"
        + papers.size()
        + "</o:totalResults>"
        + papers.subList(Math.min(start, papers.size()), Math.min(end, papers.size())).stream()
            .map(StubArxiv::entry)
            .collect(Collectors.joining())
        + "</feed>";
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
