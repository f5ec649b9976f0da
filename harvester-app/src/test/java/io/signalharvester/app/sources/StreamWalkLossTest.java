/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;

import io.signalharvester.app.sources.StreamWalk.Step;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Runs a model of a source, of a stage and of what can go wrong between them. */
class StreamWalkLossTest {

  private record Item(long key, int id) {}

  /** A source that pages by offset, and to which items come while it is being read. */
  private static final class Model {
    final Random random;
    final List<Item> items = new ArrayList<>();
    final Set<Item> stored = new HashSet<>();
    StreamPosition position;
    long newest = 1_000;

    Model(long seed) {
      random = new Random(seed);
    }

    void arrive(int most) {
      int count = random.nextInt(most + 1);
      for (int i = 0; i < count; i++) {
        // Often the same key as the one before.
        newest += Math.max(0, random.nextInt(5) - 2);
        items.add(new Item(newest, items.size()));
      }
    }

    List<Item> range(StreamWalk walk) {
      return items.stream()
          // As arXiv's minutes: what is asked for is wider than what is wanted.
          .filter(item -> item.key() >= walk.floor() - 3 || !walk.closesGap())
          .filter(item -> walk.upper() == Long.MAX_VALUE || item.key() <= walk.upper() + 3)
          .sorted(Comparator.comparingLong(Item::key).thenComparing(Item::id).reversed())
          .toList();
    }

    /** Returns whether the run went to its end without anything left. */
    boolean run(boolean calm) {
      int cap = 1 + random.nextInt(12);
      int pageSize = 1 + random.nextInt(8);
      WalkLimits limits = new WalkLimits(0, 0, StreamPosition.MOST, cap, 1 + random.nextInt(4));
      StreamWalk walk = StreamWalk.from(position, limits);
      Set<Item> given = new HashSet<>();
      int start = 0;
      while (true) {
        if (!calm && random.nextInt(6) == 0) {
          return false; // a fault of the source, or a kill, before the page
        }
        List<Item> all = range(walk);
        List<Item> page = all.stream().skip(start).limit(pageSize).toList();
        boolean more = start + page.size() < all.size();
        Step<Item> step;
        try {
          step =
              walk.page(
                  page.stream().filter(item -> !given.contains(item)).toList(), Item::key, more);
        } catch (SourceFault oneKeyForTooManyPages) {
          return false;
        }
        given.addAll(step.kept());
        stored.addAll(step.kept());
        if (!calm && random.nextInt(6) == 0) {
          return false; // a kill after the items and before the position
        }
        position = step.position();
        check();
        if (step.next() == null) {
          return !step.truncated();
        }
        start = step.turned() ? 0 : start + page.size();
        walk = step.next();
        if (!calm && random.nextBoolean()) {
          arrive(3);
        }
      }
    }

    void check() {
      for (Item item : items) {
        boolean isDone = item.key() < position.done();
        boolean isAboveTheGap =
            position.gap() != null
                && item.key() > position.gap().below()
                && item.key() < position.gap().top();
        if (isDone || isAboveTheGap) {
          assertThat(stored).as("position %s", position.text()).contains(item);
        }
      }
    }
  }

  @Property(tries = 3_000)
  void whateverHappensEveryItemIsStoredInTheEndAndThePositionNeverPassesOneThatIsNot(
      @ForAll long seed) {
    Model model = new Model(seed);
    int events = 1 + model.random.nextInt(15);
    for (int i = 0; i < events; i++) {
      model.arrive(20);
      model.run(false);
    }
    int runs = 0;
    while (!model.run(true)) {
      assertThat(runs++).as("runs until nothing is left").isLessThan(2_000);
    }
    assertThat(model.stored).containsAll(model.items);
  }
}
