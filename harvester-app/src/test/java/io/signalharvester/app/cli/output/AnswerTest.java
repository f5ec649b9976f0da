/* Copyright the Signal Harvester authors. SPDX-License-Identifier: Apache-2.0 */
package io.signalharvester.app.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class AnswerTest {

  private static String printed(Answer answer, OutputFormat format) {
    StringWriter text = new StringWriter();
    answer.print(format, new PrintWriter(text));
    return text.toString();
  }

  private static Map<String, Object> row(String name, @Nullable Object value) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("name", name);
    row.put("value", value);
    return row;
  }

  /** Reads CSV the way RFC 4180 says, so that what is printed is not judged by what printed it. */
  private static List<List<String>> read(String csv) {
    List<List<String>> lines = new ArrayList<>();
    List<String> line = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < csv.length(); i++) {
      char c = csv.charAt(i);
      if (quoted) {
        if (c != '"') {
          cell.append(c);
        } else if (i + 1 < csv.length() && csv.charAt(i + 1) == '"') {
          cell.append('"');
          i++;
        } else {
          quoted = false;
        }
      } else if (c == '"') {
        quoted = true;
      } else if (c == ',' || c == '\n') {
        line.add(cell.toString());
        cell.setLength(0);
        if (c == '\n') {
          lines.add(line);
          line = new ArrayList<>();
        }
      } else if (c != '\r') {
        cell.append(c);
      }
    }
    return lines;
  }

  @Test
  void aListIsAnArrayInJsonAndYamlAndHasAllItsFieldsInCsv() {
    Answer answer = Answer.list(List.of(row("a", 1), row("b", null)), "name");

    assertThat(printed(answer, OutputFormat.JSON).strip())
        .isEqualTo("[{\"name\":\"a\",\"value\":1},{\"name\":\"b\",\"value\":null}]");
    assertThat(printed(answer, OutputFormat.YAML))
        .isEqualTo("- name: a\n  value: 1\n- name: b\n  value: null\n");
    assertThat(printed(answer, OutputFormat.CSV)).isEqualTo("name,value\r\na,1\r\nb,\r\n");
    assertThat(printed(answer, OutputFormat.TABLE)).isEqualTo("name\na\nb\n");
  }

  @Property
  void anyTextSurvivesCsvApartFromTheGuardAgainstFormulas(@ForAll List<String> texts) {
    Answer answer = Answer.list(texts.stream().map(text -> row(text, 7)).toList());

    List<List<String>> read = read(printed(answer, OutputFormat.CSV));

    if (texts.isEmpty()) {
      assertThat(read).isEmpty();
    } else {
      assertThat(read.subList(1, read.size()))
          .extracting(List::getFirst)
          .zipSatisfy(
              texts,
              (cell, text) -> assertThat(cell.equals(text) || cell.equals("'" + text)).isTrue());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "Größe, \"quoted\"\nnext line\r\n",
        "- no: list",
        "yes",
        "1.0",
        "null",
        "2026-01-01",
        "# no comment",
        "量子 🚀",
        "tab\there",
        "  spaces  ",
        "\u0000\u001b[31m"
      })
  void aTextSurvivesYaml(String text) {
    String yaml = printed(Answer.one(row(text, List.of(text))), OutputFormat.YAML);

    assertThat((Object) new org.yaml.snakeyaml.Yaml().load(yaml))
        .isEqualTo(Map.of("name", text, "value", List.of(text)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", "=HYPERLINK(\"x\")"})
  void aTextThatASpreadsheetWouldRunBeginsWithAnApostropheInCsv(String text) {
    List<List<String>> read = read(printed(Answer.list(List.of(row(text, -1))), OutputFormat.CSV));

    // The reader above drops carriage returns outside of quotes only.
    assertThat(read.get(1)).containsExactly("'" + text, "-1");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '|',
      textBlock =
          """
          true,           true
          1.5,            1.5
          [1,2],          |"[1,2]"|
          {"a":"b"},      |"{""a"":""b""}"|
          """,
      delimiterString = ",  ")
  void valuesWithPartsAreJsonInACell(String json, String cell) {
    Map<String, Object> row = row("x", JsonMapper.shared().readTree(json));

    assertThat(printed(Answer.one(row), OutputFormat.CSV))
        .isEqualTo("name,value\r\nx," + cell.strip() + "\r\n");
  }

  @Test
  void aTableAlignsItsColumnsAndNumbersStandToTheRight() {
    Answer answer = Answer.list(List.of(row("short", 7), row("a longer name", 12_345)));

    assertThat(printed(answer, OutputFormat.TABLE).lines())
        .containsExactly("name           value", "short              7", "a longer name  12345");
  }

  @Test
  void aTableCutsLongTextsAndLetsNothingSteerTheTerminal() {
    String evil = "a\u001b[2Jb\u202Ec\nd" + "🚀".repeat(100);

    String line = printed(Answer.list(List.of(row(evil, null)), "name"), OutputFormat.TABLE);

    assertThat(line.lines().toList().get(1))
        .startsWith("a [2Jb c d🚀")
        .endsWith("🚀...")
        .doesNotContain("\u001b", "\u202E");
    assertThat(line.lines().toList().get(1).codePoints().count()).isEqualTo(72);
  }

  @Test
  void anEmptyListIsAnEmptyDocumentInEachForm() {
    Answer answer = Answer.list(List.of(), "name");

    assertThat(printed(answer, OutputFormat.JSON).strip()).isEqualTo("[]");
    assertThat(printed(answer, OutputFormat.YAML).strip()).isEqualTo("[]");
    assertThat(printed(answer, OutputFormat.CSV)).isEmpty();
    assertThat(printed(answer, OutputFormat.TABLE).strip()).isEqualTo("name");
  }
}
