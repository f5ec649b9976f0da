/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Serves the sample sources over HTTP until it is closed; as a program, on port 8080 until it is
 * ended.
 */
public final class SampleSources implements AutoCloseable {

  private static final int PORT = 8080;

  private final Articles articles = new Articles();
  private final Clock clock;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private SampleSources(InetSocketAddress address, Clock clock) throws IOException {
    this.clock = clock;
    this.server = HttpServer.create(address, 0);
    server.setExecutor(threads);
    server.createContext(
        "/healthz",
        exchange -> answer(exchange, 200, "text/plain", "ok\n".getBytes(StandardCharsets.UTF_8)));
    server.createContext("/api/query", this::arxiv);
    GithubApi github = new GithubApi(clock);
    for (String path : List.of("/search/", "/orgs/", "/repos/")) {
      server.createContext(path, github::answer);
    }
    server.createContext("/v0/", new HackerNewsApi(clock)::answer);
    server.start();
  }

  /** Starts it on loopback at a free port, with the given clock. */
  public static SampleSources start(Clock clock) throws IOException {
    return new SampleSources(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), clock);
  }

  /** The port it listens on. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  /** The program of the image. */
  public static void main(String[] arguments) throws IOException {
    SampleSources sources = new SampleSources(new InetSocketAddress(PORT), Clock.systemUTC());
    Runtime.getRuntime().addShutdownHook(new Thread(sources::close));
    System.out.println("sample sources are served on port " + sources.port());
  }

  private void arxiv(HttpExchange exchange) throws IOException {
    Instant now = clock.instant();
    try {
      ArxivQuery query = ArxivQuery.parse(exchange.getRequestURI().getRawQuery());
      List<Article> selected = query.select(articles.at(now));
      answer(
          exchange,
          200,
          "application/atom+xml; charset=utf-8",
          AtomFeed.page(query, selected.size(), query.page(selected), now));
    } catch (ArxivQuery.BadParameter e) {
      answer(
          exchange,
          400,
          "application/atom+xml; charset=utf-8",
          AtomFeed.error(String.valueOf(e.getMessage()), now));
    }
  }

  /** Answers with a tag of the content; who has this content already is told so and no more. */
  static void answerTagged(HttpExchange exchange, int status, String text) throws IOException {
    String tag = "\"" + Integer.toHexString(text.hashCode()) + "\"";
    exchange.getResponseHeaders().set("ETag", tag);
    if (status == 200 && tag.equals(exchange.getRequestHeaders().getFirst("If-None-Match"))) {
      try (exchange) {
        exchange.sendResponseHeaders(304, -1);
      }
      return;
    }
    answer(
        exchange,
        status,
        exchange.getResponseHeaders().getFirst("Content-Type"),
        text.getBytes(StandardCharsets.UTF_8));
  }

  private static void answer(HttpExchange exchange, int status, String type, byte[] body)
      throws IOException {
    try (exchange) {
      boolean read =
          exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD");
      byte[] content = read ? body : "only GET is answered here\n".getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", read ? type : "text/plain");
      if (exchange.getRequestMethod().equals("HEAD")) {
        exchange.sendResponseHeaders(status, -1);
        return;
      }
      exchange.sendResponseHeaders(read ? status : 405, content.length);
      exchange.getResponseBody().write(content);
    }
  }
}
