/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.sources.hackernews;

import org.jsoup.Jsoup;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.nodes.TextNode;
import org.jsoup.select.NodeVisitor;

/**
 * Turns the HTML of texts into plain text: paragraphs stay apart, code keeps its lines, and a link
 * is written as its address, because Hacker News shortens what stands inside it.
 */
final class HackerNewsText {

  private HackerNewsText() {}

  static String plain(String html) {
    StringBuilder text = new StringBuilder();
    Jsoup.parseBodyFragment(html).body().traverse(new Writer(text));
    return text.toString().replaceAll("[ \\t]+\n", "\n").replaceAll("\n{3,}", "\n\n").strip();
  }

  private static final class Writer implements NodeVisitor {

    private final StringBuilder text;
    private int insideLinks;

    Writer(StringBuilder text) {
      this.text = text;
    }

    @Override
    public void head(Node node, int depth) {
      if (node instanceof TextNode words && insideLinks == 0) {
        boolean code = node.parentNode() instanceof Element parent && isCode(parent);
        text.append(code ? words.getWholeText() : words.text());
      } else if (node instanceof Element element) {
        open(element);
      }
    }

    private void open(Element element) {
      switch (element.normalName()) {
        case "p", "pre" -> text.append("\n\n");
        case "br" -> text.append('\n');
        case "a" -> {
          String address = element.attr("href").strip();
          if (address.matches("(?i)https?://\\S+")) {
            text.append(address);
            insideLinks++;
          }
        }
        default -> {
          // Other marks, such as italics, mean nothing in plain text.
        }
      }
    }

    @Override
    public void tail(Node node, int depth) {
      if (node instanceof Element element
          && "a".equals(element.normalName())
          && element.attr("href").strip().matches("(?i)https?://\\S+")) {
        insideLinks--;
      } else if (node instanceof Element element && "pre".equals(element.normalName())) {
        text.append("\n\n");
      }
    }

    private static boolean isCode(Element element) {
      return element.closest("pre") != null;
    }
  }
}
