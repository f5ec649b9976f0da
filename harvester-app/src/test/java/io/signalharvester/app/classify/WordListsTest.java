/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.classify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordListsTest {

  @Test
  void sectionsAndKeysStandInTheOrderOfTheFile() {
    assertThat(WordLists.parse("f", "# note\n[b] words\nweak: x, y z\n\n[a]\nstrong: q\n"))
        .containsExactly(
            Map.entry("b", Map.of("weak", List.of("x", "y z"))),
            Map.entry("a", Map.of("strong", List.of("q"))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"weak: x", "[a]\nno key", "[a]\nweak: x\nweak: y", "[a]\n[a]", "[a]\nweak:", "[a"})
  void aLineThatFitsNoRuleIsNamed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordLists.parse("lists.txt", text))
        .withMessageContaining("lists.txt, line " + text.lines().count());
  }

  @Test
  void aPhraseThatSaysTheSameAsAnotherIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new PhraseTrie<>(Map.of("Solar cells", 1, "solar-cell", 2)))
        .withMessageContaining("drop one of them");
  }

  @Test
  void topicsThatAreNotInTheTaxonomyOrHaveNoWordsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicSigns.of(Map.of("ai/nonsense", Map.of())))
        .withMessageContaining("[ai/nonsense] is no node of the taxonomy");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TopicSigns.of(Map.of("ai", Map.of())))
        .withMessageContaining("these topics have no section");
  }

  @Test
  void theLongestPhraseWinsAndItsWordsAreUsedUp() {
    PhraseTrie<Integer> trie =
        new PhraseTrie<>(Map.of("a", 1, "a b", 2, "a b c d", 3, "b", 4, "c", 5));

    assertThat(trie.in(Tokens.of("A b, c; a-b. c c d b a B C D")))
        .extracting(PhraseTrie.Hit::value)
        .containsExactly(2, 5, 2, 5, 5, 4, 3);
  }

  @Test
  void wordsAreFoldedTheSameWayEverywhere() {
    assertThat(Tokens.of("Qubits, BATTERIES; glass physics ﬁne $40M état-of 2D crisis"))
        .containsExactly(
            "qubit", "battery", "glass", "physic", "fine", "$", "40m", "état", "of", "2d",
            "crisis");
  }

  @Test
  void aTextThatAlmostMatchesAllTheTimeIsStillReadWordByWord() {
    List<String> tokens = Collections.nCopies(200_000, "a");
    PhraseTrie<Integer> trie = new PhraseTrie<>(Map.of("a a a a a b", 1));

    assertThat(trie.in(tokens)).isEmpty();
  }
}
