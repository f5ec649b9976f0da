/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.testkit;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A small server: it gives the answers that a test queued or fixed for a path, else those of its
 * rule, and remembers every call.
 */
public final class StubHttp implements AutoCloseable {

  /** A call as it came. */
  public record Call(
      String path, Map<String, String> query, String uri, Map<String, String> headers) {

    /** Returns a header by its lower-case name, or null. */
    public String header(String name) {
      return headers.get(name);
    }
  }

  /**
   * An answer.
   *
   * @param length the length that is promised; -1 promises the true one
   */
  @SuppressWarnings("ArrayRecordComponent") // Nobody compares answers.
  public record Answer(int status, Map<String, String> headers, byte[] body, long length) {

    public static Answer status(int status, Map<String, String> headers) {
      return new Answer(status, headers, "{}".getBytes(StandardCharsets.UTF_8), -1);
    }

    public static Answer json(String body) {
      return json(body, Map.of());
    }

    public static Answer json(String body, Map<String, String> headers) {
      return body(
          body.getBytes(StandardCharsets.UTF_8), "application/json; charset=utf-8", headers);
    }

    public static Answer body(byte[] body, String type, Map<String, String> headers) {
      Map<String, String> all = new HashMap<>(headers);
      all.put("Content-Type", type);
      return new Answer(200, Map.copyOf(all), body, -1);
    }

    /** Promises more than it gives. */
    public Answer promising(long promised) {
      return new Answer(status, headers, body, promised);
    }
  }

  private final HttpServer server;
  private final Function<Call, Answer> rule;
  private final Map<String, Answer> fixed = new ConcurrentHashMap<>();
  private final Queue<Answer> next = new ArrayDeque<>();
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private final AtomicInteger busy = new AtomicInteger();
  private final AtomicInteger mostBusy = new AtomicInteger();

  public StubHttp(Function<Call, Answer> rule) {
    this.rule = rule;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Queues an answer that is given before any other, whatever is asked. */
  public void answerNext(Answer answer) {
    synchronized (next) {
      next.add(answer);
    }
  }

  /** Fixes the answer of a path. */
  public void answer(String path, Answer answer) {
    fixed.put(path, answer);
  }

  /** Gives a path back to the rule. */
  public void release(String path) {
    fixed.remove(path);
  }

  public List<Call> calls() {
    return calls;
  }

  public List<String> uris() {
    return calls.stream().map(Call::uri).toList();
  }

  /** Returns how many calls were answered at the same time at most. */
  public int mostBusy() {
    return mostBusy.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    mostBusy.accumulateAndGet(busy.incrementAndGet(), Math::max);
    try {
      Answer answer = choose(call(exchange));
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      boolean bodiless = answer.status() == 204 || answer.status() == 304;
      long length = answer.length() < 0 ? answer.body().length : answer.length();
      exchange.sendResponseHeaders(answer.status(), bodiless || length == 0 ? -1 : length);
      if (!bodiless && answer.body().length > 0) {
        exchange.getResponseBody().write(answer.body());
        exchange.getResponseBody().flush();
      }
    } finally {
      busy.decrementAndGet();
      exchange.close();
    }
  }

  private Answer choose(Call call) {
    calls.add(call);
    Answer queued;
    synchronized (next) {
      queued = next.poll();
    }
    if (queued != null) {
      return queued;
    }
    Answer answer = fixed.get(call.path());
    return answer == null ? rule.apply(call) : answer;
  }

  private static Call call(HttpExchange exchange) {
    Map<String, String> query = new ConcurrentHashMap<>();
    String text = exchange.getRequestURI().getRawQuery();
    for (String part : text == null ? new String[0] : text.split("&", -1)) {
      String[] pair = part.split("=", 2);
      query.put(pair[0], URLDecoder.decode(pair[1], StandardCharsets.UTF_8));
    }
    Map<String, String> headers = new ConcurrentHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    return new Call(
        exchange.getRequestURI().getPath(), query, exchange.getRequestURI().toString(), headers);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
