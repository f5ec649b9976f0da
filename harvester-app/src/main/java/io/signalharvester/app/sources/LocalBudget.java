/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A budget of this process alone. */
public final class LocalBudget implements SourceBudget {

  private final String source;
  private final Clock clock;
  private final List<BudgetUse> uses = new ArrayList<>();
  private Instant closedUntil = Instant.MIN;

  /**
   * Creates a full budget.
   *
   * @param source name of the source
   * @param windows its windows; none means no limit
   * @param clock the present
   */
  public LocalBudget(String source, List<BudgetWindow> windows, Clock clock) {
    this.source = source;
    this.clock = clock;
    windows.forEach(window -> uses.add(new BudgetUse(window, Instant.EPOCH, 0)));
  }

  @Override
  public String source() {
    return source;
  }

  @Override
  public Mono<Grant> take() {
    return Mono.fromSupplier(this::taken);
  }

  private synchronized Grant taken() {
    Instant now = clock.instant();
    if (now.isBefore(closedUntil)) {
      return new Grant.Refused(Duration.between(now, closedUntil), true);
    }
    Duration longest = Duration.ZERO;
    for (BudgetUse use : uses) {
      Duration wait = use.at(now).wait(now);
      longest = wait.compareTo(longest) > 0 ? wait : longest;
    }
    if (longest.isPositive()) {
      return new Grant.Refused(longest, false);
    }
    count(now);
    return new Grant.Granted();
  }

  /** Counts a call that another budget granted. */
  synchronized void count() {
    count(clock.instant());
  }

  private void count(Instant now) {
    uses.replaceAll(use -> use.at(now).oneMore());
  }

  @Override
  public Mono<Void> close(Duration duration) {
    return Mono.fromRunnable(() -> closeNow(duration));
  }

  private synchronized void closeNow(Duration duration) {
    Instant until = clock.instant().plus(duration);
    closedUntil = until.isAfter(closedUntil) ? until : closedUntil;
  }

  @Override
  public synchronized List<BudgetUse> uses() {
    return uses.stream().filter(use -> use.used() > 0).toList();
  }

  @Override
  public @Nullable String trouble() {
    return null;
  }
}
