/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.RawAuthor;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceReply;
import java.nio.charset.Charset;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpHeaders;

class ArxivFeedTest {

  private final ArxivFeed feed = new ArxivFeed();

  private static String document(String prolog, String title) {
    return prolog
        + "<feed xmlns='http://www.w3.org/2005/Atom' xmlns:arxiv='http://arxiv.org/schemas/atom'><entry>"
        + "<id>http://arxiv.org/abs/math.GT/0309136v2</id><title>"
        + title
        + "</title><published>2003-09-08T12:00:00-04:00</published>"
        + "<author><name> Ana\n Lovelace </name><arxiv:affiliation>X</arxiv:affiliation></author>"
        + "<arxiv:doi>10.1/x</arxiv:doi><category term='math.GT'/></entry></feed>";
  }

  private static SourceReply reply(byte[] body, String contentType) {
    HttpHeaders headers = new HttpHeaders();
    if (contentType != null) {
      headers.set(HttpHeaders.CONTENT_TYPE, contentType);
    }
    return new SourceReply(200, headers, body);
  }

  private RawArtifact only(byte[] body, String contentType) {
    return feed.read(reply(body, contentType)).papers().getFirst();
  }

  private void assertBad(String text, String contentType) {
    assertBad(text.getBytes(UTF_8), contentType);
  }

  private void assertBad(byte[] body, String contentType) {
    assertThatThrownBy(() -> feed.read(reply(body, contentType)))
        .isInstanceOfSatisfying(
            SourceFault.class, fault -> assertThat(fault.kind()).isEqualTo(Kind.BAD_RESPONSE));
  }

  @Test
  void fieldsAreMapped() {
    RawArtifact paper = only(document("", "A &amp; B\n  C").getBytes(UTF_8), null);

    assertThat(paper.externalId()).isEqualTo("math.GT/0309136");
    assertThat(paper.url()).isEqualTo("https://arxiv.org/abs/math.GT/0309136");
    assertThat(paper.title()).isEqualTo("A & B C");
    assertThat(paper.publishedAt()).isEqualTo(Instant.parse("2003-09-08T16:00:00Z"));
    assertThat(paper.authors()).extracting(RawAuthor::name).containsExactly("Ana Lovelace");
    assertThat(paper.metadata())
        .containsEntry("doi", "10.1/x")
        .containsEntry("version", "2")
        .containsEntry("categories", List.of("math.GT"));
  }

  @Test
  void theCharsetOfTheHeaderWinsOverThatOfTheProlog() {
    byte[] latin = document("<?xml version='1.0' encoding='utf-8'?>", "Café").getBytes(ISO_8859_1);

    assertThat(only(latin, "application/atom+xml; charset=ISO-8859-1").title()).isEqualTo("Café");
  }

  @Test
  void withoutHeaderThePrologDecides() {
    byte[] koi8 =
        document("<?xml version='1.0' encoding='KOI8-R'?>", "Привет")
            .getBytes(Charset.forName("KOI8-R"));

    assertThat(only(koi8, "application/atom+xml").title()).isEqualTo("Привет");
    assertThat(only(document("", "Ωμέγα").getBytes(UTF_8), null).title()).isEqualTo("Ωμέγα");
  }

  @Test
  void aByteOrderMarkWinsOverTheHeader() {
    byte[] marked = ("\uFEFF" + document("", "Café")).getBytes(UTF_8);
    byte[] wide = document("", "Café").getBytes(UTF_16);

    assertThat(only(marked, "application/atom+xml; charset=ISO-8859-1").title()).isEqualTo("Café");
    assertThat(only(wide, "application/atom+xml; charset=UTF-8").title()).isEqualTo("Café");
  }

  @Test
  void bytesThatTheCharsetDoesNotAllowAreRefusedAndNotGuessed() {
    byte[] latin = document("", "Café").getBytes(ISO_8859_1);

    assertBad(latin, null);
    assertBad(latin, "application/atom+xml; charset=utf-8");
  }

  @Test
  void externalEntitiesAreRefused() {
    assertBad(document("<!DOCTYPE feed [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;"), null);
    assertBad(document("<!DOCTYPE feed SYSTEM 'http://127.0.0.1:1/x.dtd'>", "x"), null);
    assertBad(
        document("<!DOCTYPE feed [<!ENTITY % x SYSTEM 'http://127.0.0.1:1/x.dtd'> %x;]>", "x"),
        null);
  }

  @Test
  void entityExpansionIsRefused() {
    StringBuilder laughs = new StringBuilder("<!DOCTYPE feed [<!ENTITY l0 'lol'>");
    for (int i = 1; i < 10; i++) {
      laughs
          .append("<!ENTITY l")
          .append(i)
          .append(" '")
          .append(("&l" + (i - 1) + ";").repeat(10))
          .append("'>");
    }
    assertBad(document(laughs + "]>", "&l9;"), null);
  }

  @Test
  void whatIsNoFeedIsRefused() {
    assertBad("", null);
    assertBad("{\"error\": true}", "application/json");
    assertBad("<html><body>Rate exceeded.</body></html>", "text/html");
    assertBad("<feed xmlns='http://www.w3.org/2005/Atom'><entry>", null);
    assertBad("<feed><entry/></feed>", null);
  }

  @Test
  void anErrorOfTheSourceIsQuotedButNotWhole() {
    String entry =
        "<feed xmlns='http://www.w3.org/2005/Atom'><entry>"
            + "<id>http://arxiv.org/api/errors#incorrect_id</id><title>Error</title><summary>wrong id "
            + "x".repeat(5_000)
            + "</summary></entry></feed>";

    assertThatThrownBy(() -> feed.read(reply(entry.getBytes(UTF_8), null)))
        .hasMessageContaining("wrong id")
        .satisfies(fault -> assertThat(fault.getMessage()).hasSizeLessThan(400));
  }
}
