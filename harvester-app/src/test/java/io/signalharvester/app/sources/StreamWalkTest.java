/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.StreamPosition.Gap;
import io.signalharvester.app.sources.StreamWalk.Step;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class StreamWalkTest {

  private static final WalkLimits FOUR = new WalkLimits(100, 50, 1_000, 4, 10);

  private static Step<Long> page(StreamWalk walk, boolean more, Long... keys) {
    return walk.page(List.of(keys), Long::longValue, more);
  }

  private static StreamPosition at(long done) {
    return new StreamPosition(done, null);
  }

  private static StreamPosition at(long done, long below, long top) {
    return new StreamPosition(done, new Gap(below, top));
  }

  @Test
  void aNewStreamIsReadDownToTheLookBack() {
    StreamWalk walk = StreamWalk.from(null, FOUR);
    assertThat(walk.closesGap()).isFalse();

    Step<Long> first = page(walk, true, 130L, 120L);
    assertThat(first.position()).isEqualTo(at(100, 120, 130));
    Step<Long> second = page(first.next(), true, 110L, 99L);

    assertThat(second.kept()).containsExactly(110L);
    assertThat(second.position()).isEqualTo(at(130));
    assertThat(second.next()).isNull();
    assertThat(second.truncated()).isFalse();
  }

  @Test
  void anEmptyStreamIsDoneUpToItsLookBack() {
    Step<Long> step = page(StreamWalk.from(null, FOUR), false);

    assertThat(step.position()).isEqualTo(at(100));
    assertThat(step.next()).isNull();
  }

  @Test
  void aHitCapLeavesAGapThatTheNextRunClosesFirst() {
    Step<Long> capped = page(StreamWalk.from(at(100), FOUR), true, 190L, 180L, 170L, 160L, 150L);
    assertThat(capped.kept()).containsExactly(190L, 180L, 170L, 160L);
    assertThat(capped.truncated()).isTrue();
    assertThat(capped.next()).isNull();
    assertThat(capped.position()).isEqualTo(at(100, 160, 190));

    StreamWalk resumed = StreamWalk.from(capped.position(), FOUR);
    assertThat(resumed.closesGap()).isTrue();
    assertThat(resumed.floor()).isEqualTo(100);
    assertThat(resumed.upper()).isEqualTo(160);
    Step<Long> rest = page(resumed, false, 160L, 150L);
    assertThat(rest.position()).isEqualTo(at(190));
    assertThat(rest.turned()).isTrue();

    assertThat(rest.next().closesGap()).isFalse();
    assertThat(rest.next().floor()).isEqualTo(190);
    Step<Long> newer = page(rest.next(), true, 200L, 190L, 180L);
    assertThat(newer.kept()).containsExactly(200L, 190L);
    assertThat(newer.position()).isEqualTo(at(200));
  }

  @Test
  void aGapClosedWithTheLastItemOfTheCapLeavesTheNewerForTheNextRun() {
    Step<Long> step = page(StreamWalk.from(at(100, 160, 190), FOUR), false, 160L, 150L, 140L, 130L);

    assertThat(step.position()).isEqualTo(at(190));
    assertThat(step.next()).isNull();
    assertThat(step.truncated()).isTrue();
  }

  @Test
  void aCapThatIsExactlyWhatThereIsIsNoTruncation() {
    Step<Long> step = page(StreamWalk.from(at(100), FOUR), true, 140L, 130L, 120L, 110L, 99L);

    assertThat(step.truncated()).isFalse();
    assertThat(step.position()).isEqualTo(at(140));
  }

  @Test
  void theLastPageOfTheLimitTruncates() {
    WalkLimits onePage = new WalkLimits(100, 50, 1_000, 100, 1);

    Step<Long> step = page(StreamWalk.from(at(100), onePage), true, 190L, 180L);

    assertThat(step.truncated()).isTrue();
    assertThat(step.position()).isEqualTo(at(100, 180, 190));
  }

  @Test
  void manyItemsOfOneKeyDoNotStopEveryRunAtTheSamePlace() {
    StreamWalk walk = StreamWalk.from(at(100, 150, 190), FOUR);

    Step<Long> same = page(walk, true, 150L, 150L, 150L, 150L, 150L, 150L);
    assertThat(same.truncated()).isFalse();
    Step<Long> on = page(same.next(), true, 150L, 140L, 130L);

    assertThat(on.kept()).containsExactly(150L, 140L);
    assertThat(on.position()).isEqualTo(at(100, 140, 190));
    assertThat(on.truncated()).isTrue();
  }

  @Test
  void manyItemsOfTheLastKeyThatIsDoneAreReadToTheirEnd() {
    Step<Long> step =
        page(StreamWalk.from(at(150), FOUR), false, 160L, 150L, 150L, 150L, 150L, 150L);

    assertThat(step.kept()).hasSize(6);
    assertThat(step.position()).isEqualTo(at(160));
    assertThat(step.truncated()).isFalse();
  }

  @Test
  void oneKeyWithoutAnEndIsAFault() {
    assertThatThrownBy(
            () -> {
              StreamWalk walk = StreamWalk.from(at(100, 150, 190), FOUR);
              for (int i = 0; i < 1_000; i++) {
                walk = walk.page(Collections.nCopies(5, 150L), Long::longValue, true).next();
              }
            })
        .isInstanceOf(SourceFault.class);
  }

  @Test
  void aPositionOlderThanTheLookBackWinsUpToALimit() {
    assertThat(StreamWalk.from(at(60), FOUR).floor()).isEqualTo(60);
    assertThat(StreamWalk.from(at(10), FOUR).floor()).isEqualTo(50);
    assertThat(StreamWalk.from(at(10, 60, 80), FOUR).floor()).isEqualTo(50);
    assertThat(StreamWalk.from(at(10, 60, 80), FOUR).closesGap()).isTrue();
    assertThat(StreamWalk.from(at(10, 40, 80), FOUR).closesGap()).isFalse();
    assertThat(StreamWalk.from(at(10, 40, 80), FOUR).floor()).isEqualTo(80);
    assertThat(StreamWalk.givesUp(at(10, 60, 80), FOUR)).isTrue();
    assertThat(StreamWalk.givesUp(at(50, 60, 80), FOUR)).isFalse();
    assertThat(StreamWalk.givesUp(at(10), FOUR)).isFalse();
  }

  @Test
  void anItemOfTheFutureIsKeptButHidesNothingThatComesLater() {
    Step<Long> step = page(StreamWalk.from(at(100), FOUR), false, 5_000L, 140L, 130L);

    assertThat(step.kept()).containsExactly(5_000L, 140L, 130L);
    assertThat(step.position()).isEqualTo(at(140));
  }

  @Test
  void anItemOutOfOrderEndsNothing() {
    Step<Long> step = page(StreamWalk.from(at(100), FOUR), true, 140L, 20L, 130L);

    assertThat(step.kept()).containsExactly(140L, 130L);
    assertThat(step.next()).isNotNull();
  }
}
