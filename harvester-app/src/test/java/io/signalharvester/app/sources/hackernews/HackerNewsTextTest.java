/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HackerNewsTextTest {

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "one<p>two<p>three => one||two||three",
        "I&#x27;m &quot;here&quot; &amp; x &lt; y => I'm \"here\" & x < y",
        "<i>so</i> it <b>is</b> => so it is",
        "see <a href=\"https:&#x2F;&#x2F;arxiv.org&#x2F;abs&#x2F;2401.00001v2\" rel=\"nofollow\">https:&#x2F;&#x2F;arxiv.org&#x2F;abs...</a> now"
            + " => see https://arxiv.org/abs/2401.00001v2 now",
        "<a href=\"javascript:alert(1)\">click</a> => click",
        "a<pre><code>  if x:~    y()~</code></pre>b => a||  if x:|    y()||b",
        "<script>alert(1)</script>text => text",
        "a <unknown>b</unknown> & c => a b & c",
      })
  void htmlBecomesPlainText(String html, String plain) {
    assertThat(HackerNewsText.plain(html.replace('~', '\n'))).isEqualTo(plain.replace('|', '\n'));
  }
}
