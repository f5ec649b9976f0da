/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.arxiv;

import io.signalharvester.app.sources.RawArtifact;
import io.signalharvester.app.sources.SourceFault;
import io.signalharvester.app.sources.SourceFault.Kind;
import io.signalharvester.app.sources.SourceReply;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.util.ArrayList;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads Atom feeds of arXiv. The input is hostile until shown otherwise: a document type or an
 * entity that is not one of the five of XML ends the reading, nothing outside the document is ever
 * opened, and whatever is not a well-formed Atom feed is a {@link Kind#BAD_RESPONSE}. The charset
 * is that of the byte order mark, else of the HTTP header, else of the XML prolog; bytes that it
 * does not allow are an error and never guessed.
 */
final class ArxivFeed {

  // Of a source's own words, for logs and reports.
  private static final int MOST_QUOTED = 300;
  private static final String ATOM = "http://www.w3.org/2005/Atom";
  private static final String ARXIV = "http://arxiv.org/schemas/atom";
  private static final String OPEN_SEARCH = "http://a9.com/-/spec/opensearch/1.1/";

  private final XMLInputFactory factory;

  ArxivFeed() {
    factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
    factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
    // Without one the parser writes its complaints to stderr.
    factory.setXMLReporter((message, type, related, location) -> {});
    factory.setXMLResolver((publicId, systemId, base, namespace) -> {
      throw new XMLStreamException("nothing outside the document is opened");
    });
  }

  /**
   * Reads one page.
   *
   * @throws SourceFault BAD_RESPONSE when the answer is no such feed or reports an error
   */
  ArxivPage read(SourceReply reply) {
    try {
      XMLStreamReader xml = open(reply);
      try {
        return page(xml);
      } finally {
        xml.close();
      }
    } catch (XMLStreamException | RuntimeException e) {
      if (e instanceof SourceFault fault) {
        throw fault;
      }
      throw bad("its answer is not a well-formed XML document in its charset");
    }
  }

  private XMLStreamReader open(SourceReply reply) throws XMLStreamException {
    InputStream bytes = new ByteArrayInputStream(reply.body());
    @Nullable Charset charset = hasMark(reply.body()) ? null : headerCharset(reply);
    return charset == null
        ? factory.createXMLStreamReader(bytes)
        : factory.createXMLStreamReader(
            new InputStreamReader(
                bytes,
                charset
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)));
  }

  private static boolean hasMark(byte[] body) {
    return body.length >= 3
        && (((body[0] & 0xff) == 0xef && (body[1] & 0xff) == 0xbb && (body[2] & 0xff) == 0xbf)
            || ((body[0] & 0xff) == 0xfe && (body[1] & 0xff) == 0xff)
            || ((body[0] & 0xff) == 0xff && (body[1] & 0xff) == 0xfe));
  }

  private static @Nullable Charset headerCharset(SourceReply reply) {
    return reply.type() == null ? null : reply.type().getCharset();
  }

  private ArxivPage page(XMLStreamReader xml) throws XMLStreamException {
    @Nullable Integer total = null;
    int entries = 0;
    List<RawArtifact> papers = new ArrayList<>();
    List<String> unusable = new ArrayList<>();
    boolean inFeed = false;
    while (xml.hasNext()) {
      if (next(xml) != XMLStreamConstants.START_ELEMENT) {
        continue;
      }
      if (!inFeed) {
        if (!is(xml, ATOM, "feed")) {
          throw bad("its answer is XML, but not an Atom feed");
        }
        inFeed = true;
      } else if (is(xml, OPEN_SEARCH, "totalResults")) {
        total = number(text(xml));
      } else if (is(xml, ATOM, "entry")) {
        entries++;
        ArxivEntry entry = entry(xml);
        @Nullable RawArtifact paper = usable(entry);
        if (paper == null) {
          unusable.add(
              "an entry of arXiv was left out, it lacks an id, title or date: " + entry.id());
        } else {
          papers.add(paper);
        }
      }
    }
    return new ArxivPage(total, entries, List.copyOf(papers), List.copyOf(unusable));
  }

  private static @Nullable RawArtifact usable(ArxivEntry entry) {
    String error = entry.error();
    if (error != null) {
      throw bad(
          "it reports an error: " + error.substring(0, Math.min(error.length(), MOST_QUOTED)));
    }
    return entry.artifact();
  }

  private ArxivEntry entry(XMLStreamReader xml) throws XMLStreamException {
    ArxivEntry entry = new ArxivEntry();
    int depth = 1;
    boolean inAuthor = false;
    while (depth > 0) {
      int event = next(xml);
      if (event == XMLStreamConstants.END_ELEMENT) {
        depth--;
        inAuthor = inAuthor && depth > 1;
      } else if (event == XMLStreamConstants.START_ELEMENT) {
        depth++;
        if (depth == 2 && is(xml, ATOM, "author")) {
          inAuthor = true;
        } else if (depth == 2 && is(xml, ATOM, "category")) {
          entry.category(attribute(xml, "term"));
        } else if (depth == 2 && is(xml, ARXIV, "primary_category")) {
          entry.field("primary_category", attribute(xml, "term"));
        } else if (depth == 2 && isText(xml)) {
          entry.field(xml.getLocalName(), text(xml));
          depth--;
        } else if (depth == 3 && inAuthor && is(xml, ATOM, "name")) {
          entry.author(text(xml));
          depth--;
        }
      }
    }
    return entry;
  }

  private static boolean isText(XMLStreamReader xml) {
    String name = xml.getLocalName();
    return ATOM.equals(xml.getNamespaceURI())
        ? switch (name) {
          case "id", "title", "summary", "published", "updated" -> true;
          default -> false;
        }
        : ARXIV.equals(xml.getNamespaceURI())
            && switch (name) {
              case "doi", "comment", "journal_ref" -> true;
              default -> false;
            };
  }

  /** Reads the text of an element to its end, with that of elements inside it. */
  private static String text(XMLStreamReader xml) throws XMLStreamException {
    StringBuilder text = new StringBuilder();
    int depth = 1;
    while (depth > 0) {
      switch (next(xml)) {
        case XMLStreamConstants.START_ELEMENT -> depth++;
        case XMLStreamConstants.END_ELEMENT -> depth--;
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
            text.append(xml.getText());
        default -> {
          // Comments and processing instructions are no text.
        }
      }
    }
    return text.toString();
  }

  private static int next(XMLStreamReader xml) throws XMLStreamException {
    int event = xml.next();
    if (event == XMLStreamConstants.DTD || event == XMLStreamConstants.ENTITY_REFERENCE) {
      throw bad("its answer has a document type or foreign entities");
    }
    return event;
  }

  private static boolean is(XMLStreamReader xml, String namespace, String name) {
    return name.equals(xml.getLocalName()) && namespace.equals(xml.getNamespaceURI());
  }

  private static String attribute(XMLStreamReader xml, String name) {
    String value = xml.getAttributeValue(null, name);
    return value == null ? "" : value;
  }

  private static @Nullable Integer number(String text) {
    String trimmed = text.strip();
    return trimmed.matches("\\d{1,9}") ? Integer.valueOf(trimmed) : null;
  }

  private static SourceFault bad(String message) {
    return new SourceFault(Kind.BAD_RESPONSE, message);
  }
}
