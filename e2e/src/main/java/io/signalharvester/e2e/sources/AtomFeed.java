/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.e2e.sources;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Writes answers as arXiv's API does: Atom 1.0 with OpenSearch counts and arXiv's own elements. */
final class AtomFeed {

  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final String OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/";
  private static final String ARXIV = "http://arxiv.org/schemas/atom";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final XMLStreamWriter xml;

  private AtomFeed() throws XMLStreamException {
    xml = XMLOutputFactory.newFactory().createXMLStreamWriter(bytes, StandardCharsets.UTF_8.name());
  }

  /** One page of articles. */
  static byte[] page(ArxivQuery query, int total, List<Article> articles, Instant now) {
    try {
      String asked =
          "search_query="
              + query.search()
              + "&id_list="
              + String.join(",", query.identifiers())
              + "&start="
              + query.start()
              + "&max_results="
              + query.maxResults();
      AtomFeed feed = new AtomFeed();
      feed.open(
          "https://arxiv.org/api/" + Integer.toHexString(asked.hashCode()),
          "arXiv Query: " + asked,
          now);
      feed.link("https://arxiv.org/api/query?" + asked, "type", "application/atom+xml");
      feed.counts(query.maxResults(), total, query.start());
      for (Article article : articles) {
        feed.entry(article, now);
      }
      return feed.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The answer to a wrong parameter: a feed whose only entry is the error. */
  static byte[] error(String message, Instant now) {
    try {
      String id =
          "https://arxiv.org/api/errors#"
              + message.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
      AtomFeed feed = new AtomFeed();
      feed.open("https://arxiv.org/", "arXiv Search Results", now);
      feed.counts(1, 1, 0);
      feed.xml.writeStartElement("entry");
      feed.element("id", id);
      feed.element("title", "Error");
      feed.element("updated", text(now));
      feed.link(id, "rel", "alternate", "type", "text/html");
      feed.element("summary", message);
      feed.author(new Article.Author("arXiv api core", ""));
      feed.xml.writeEndElement();
      return feed.close();
    } catch (XMLStreamException e) {
      throw new IllegalStateException(e);
    }
  }

  private void open(String id, String title, Instant now) throws XMLStreamException {
    xml.writeStartDocument(StandardCharsets.UTF_8.name(), "1.0");
    xml.writeStartElement("feed");
    xml.writeNamespace("opensearch", OPEN_SEARCH);
    xml.writeNamespace("arxiv", ARXIV);
    xml.writeDefaultNamespace(ATOM);
    element("id", id);
    element("title", title);
    element("updated", text(now));
  }

  private void counts(int perPage, int total, int start) throws XMLStreamException {
    element("opensearch:itemsPerPage", String.valueOf(perPage));
    element("opensearch:totalResults", String.valueOf(total));
    element("opensearch:startIndex", String.valueOf(start));
  }

  private void entry(Article article, Instant now) throws XMLStreamException {
    String name = article.identifier() + "v" + article.version();
    xml.writeStartElement("entry");
    element("id", "http://arxiv.org/abs/" + name);
    element("title", article.title());
    element("updated", text(article.updated(now)));
    link("https://arxiv.org/abs/" + name, "rel", "alternate", "type", "text/html");
    link(
        "https://arxiv.org/pdf/" + name,
        "rel",
        "related",
        "type",
        "application/pdf",
        "title",
        "pdf");
    element("summary", article.summary());
    for (String category : article.categories()) {
      xml.writeEmptyElement("category");
      xml.writeAttribute("term", category);
      xml.writeAttribute("scheme", ARXIV);
    }
    element("published", text(article.published()));
    if (!article.comment().isEmpty()) {
      element("arxiv:comment", article.comment());
    }
    xml.writeEmptyElement("arxiv:primary_category");
    xml.writeAttribute("term", article.primaryCategory());
    if (!article.doi().isEmpty()) {
      element("arxiv:doi", article.doi());
      link("https://doi.org/" + article.doi(), "rel", "related", "title", "doi");
    }
    for (Article.Author author : article.authors()) {
      author(author);
    }
    xml.writeEndElement();
  }

  private void author(Article.Author author) throws XMLStreamException {
    xml.writeStartElement("author");
    element("name", author.name());
    if (!author.affiliation().isEmpty()) {
      element("arxiv:affiliation", author.affiliation());
    }
    xml.writeEndElement();
  }

  private void link(String href, String... attributes) throws XMLStreamException {
    xml.writeEmptyElement("link");
    xml.writeAttribute("href", href);
    for (int i = 0; i < attributes.length; i += 2) {
      xml.writeAttribute(attributes[i], attributes[i + 1]);
    }
  }

  private void element(String name, String text) throws XMLStreamException {
    xml.writeStartElement(name);
    xml.writeCharacters(text);
    xml.writeEndElement();
  }

  private byte[] close() throws XMLStreamException {
    xml.writeEndElement();
    xml.writeEndDocument();
    xml.close();
    return bytes.toByteArray();
  }

  private static String text(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
