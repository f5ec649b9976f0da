/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.operator;

import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.BasicBuilder;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.Interceptor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Kills an operator at one of its writes, as far as the API server can tell: either the request is
 * never sent or its answer is never seen, and no other request follows.
 */
final class Outage implements Interceptor {

  enum Side {
    BEFORE,
    AFTER
  }

  /** Where it comes: the number of a write, from 1, and the side of it. */
  record Point(int write, Side side) {
    static final Point NEVER = new Point(Integer.MAX_VALUE, Side.BEFORE);
  }

  private final Point point;
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicInteger answered = new AtomicInteger();
  private volatile boolean over;

  Outage(Point point) {
    this.point = point;
  }

  /** It came. */
  boolean over() {
    return over;
  }

  /** How many writes were tried. */
  int writes() {
    return sent.get();
  }

  @Override
  public void before(BasicBuilder builder, HttpRequest request, RequestTags tags) {
    if (!over && !"GET".equals(request.method())) {
      over = sent.incrementAndGet() == point.write() && point.side() == Side.BEFORE;
    }
    refuse();
  }

  @Override
  public void after(
      HttpRequest request,
      HttpResponse<?> response,
      AsyncBody.Consumer<List<ByteBuffer>> consumer) {
    if (!over && !"GET".equals(request.method())) {
      over = answered.incrementAndGet() == point.write() && point.side() == Side.AFTER;
    }
    refuse();
  }

  private void refuse() {
    if (over) {
      throw new IllegalStateException("killed at " + point);
    }
  }
}
