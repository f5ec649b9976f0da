/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.embeddings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.signalharvester.app.embeddings.TopicCentroid.Member;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TopicCentroidTest {

  // Specification, pipelines 6.1, Test.
  private static final List<Member> MEMBERS =
      List.of(
          new Member(new float[] {1, 0}, 80.0, 0),
          new Member(new float[] {0, 1}, null, 30),
          new Member(new float[] {.6f, .8f}, 60.0, 15));

  @Test
  void membersWeighWhatTheirScoreAndAgeSay() {
    assertThat(MEMBERS.get(0).weight()).isCloseTo(80, within(0.001));
    assertThat(MEMBERS.get(1).weight()).isCloseTo(18.394, within(0.001));
    assertThat(MEMBERS.get(2).weight()).isCloseTo(36.392, within(0.001));
  }

  @Test
  void theVectorIsTheNormalisedWeightedMean() {
    float[] vector = TopicCentroid.of(MEMBERS).orElseThrow();

    assertThat(vector[0]).isCloseTo(.9062f, within(.0001f));
    assertThat(vector[1]).isCloseTo(.4228f, within(.0001f));
  }

  @Test
  void membersWithoutWeightOrThatCancelEachOtherOutHaveNoVector() {
    assertThat(TopicCentroid.of(List.of())).isEmpty();
    assertThat(TopicCentroid.of(List.of(new Member(new float[] {1, 0}, 0.0, 3)))).isEmpty();
    assertThat(
            TopicCentroid.of(
                List.of(
                    new Member(new float[] {1, 0}, null, 3),
                    new Member(new float[] {-1, 0}, null, 3))))
        .isEmpty();
  }

  @Test
  void aVectorIsReplacedOnlyWhenItTurnsByMoreThanTheTolerance() {
    float[] stored = {1, 0};

    assertThat(TopicCentroid.replaces(stored, null)).isTrue();
    assertThat(TopicCentroid.replaces(turned(0.9989), stored)).isTrue();
    assertThat(TopicCentroid.replaces(turned(0.9991), stored)).isFalse();
    assertThat(TopicCentroid.replaces(new float[] {1, 0, 0}, stored)).isTrue();
  }

  @Property
  void thePassingOfTimeAloneDoesNotTurnTheVector(
      @ForAll @Size(min = 1, max = 20) List<@DoubleRange(min = 0, max = 400) Double> ages,
      @ForAll @DoubleRange(min = 0, max = 400) double later) {
    float[] now = TopicCentroid.of(members(ages, 0)).orElseThrow();
    float[] then = TopicCentroid.of(members(ages, later)).orElseThrow();

    assertThat(Vectors.cosine(now, then)).isCloseTo(1, within(1e-6));
  }

  private static List<Member> members(List<Double> ages, double later) {
    return ages.stream()
        .map(age -> new Member(turned(Math.cos(age)), 1 + age % 99, age + later))
        .toList();
  }

  private static float[] turned(double cosine) {
    return new float[] {(float) cosine, (float) Math.sqrt(1 - cosine * cosine)};
  }
}
