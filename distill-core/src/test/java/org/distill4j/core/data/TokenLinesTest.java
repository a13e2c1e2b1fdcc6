package org.distill4j.core.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.distill4j.data.Batch;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Lines of token ids")
class TokenLinesTest {
  @TempDir private Path folder = Path.of("");

  private Path file(String text) throws IOException {
    return Files.writeString(folder.resolve("tokens.jsonl"), text);
  }

  @Test
  @DisplayName("hold a class for each sequence, or none")
  void classes() throws IOException {
    Path file =
        file(
            """
            {"input_ids": [5, 6, 7], "label": 1, "text": "a b c"}
            {"label": null, "input_ids": [8]}
            {"input_ids": [9, 9], "label": -1}
            """);
    Batch batch = TokenLines.of("label").read(file).batch(0, 1, 2);
    assertThat(batch.input("input_ids").toIntArray()).containsExactly(5, 6, 7, 8, 0, 0, 9, 9, 0);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(1, -1, -1);
    assertThat(TokenLines.of("").read(file).labels()).isEmpty();
  }

  @Test
  @DisplayName("hold a class for each token")
  void tags() throws IOException {
    Path file = file("[{\"ids\": [5, 6], \"tags\": [1, -1]}, {\"ids\": [7], \"tags\": [0]}]");
    Batch batch = new TokenLines("ids", "tags").read(file).batch(0, 1);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(1, -1, 0, -1);
  }

  @Test
  @DisplayName("without tags, among others that have some, have none at any token")
  void untagged() throws IOException {
    Path file =
        file(
            """
            {"input_ids": [5]}
            {"input_ids": [7, 8], "label": [1, 0]}
            {"input_ids": [6, 6], "label": null}
            """);
    Batch batch = TokenLines.of("label").read(file).batch(0, 1, 2);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(-1, -1, 1, 0, -1, -1);
  }

  @Test
  @DisplayName("may have a number of their own for no label")
  void ignored() throws IOException {
    Path file = file("{\"input_ids\": [5, 6, 7], \"label\": [-100, 2, -1]}");
    Batch batch = TokenLines.of("label").withIgnored(-100).read(file).batch(0);
    assertThat(batch.labels("labels").toIntArray()).containsExactly(-1, 2, -1);
    refused(
        "{\"input_ids\": [5], \"label\": [-100]}", "holds -100, expected whole numbers from -1");
  }

  private void refused(String text, String message) throws IOException {
    Path file = file(text);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TokenLines.of("label").read(file))
        .withMessageContaining(message);
  }

  @Test
  @DisplayName("are refused with file, line and value")
  void refusals() throws IOException {
    refused(
        "{\"ids\": [1]}", "tokens.jsonl:1: the field \"input_ids\" is missing, expected a list of");
    refused(
        "{\"input_ids\": [1], \"label\": 0}\n{\"input_ids\": [1.5], \"label\": 0}",
        "tokens.jsonl:2: the field \"input_ids\" holds 1.5, expected whole numbers from 0.");
    refused("{\"input_ids\": [-3]}", "holds -3, expected whole numbers from 0");
    refused(
        "{\"input_ids\": [1], \"label\": \"cat\"}", "holds cat, expected whole numbers from -1");
    refused(
        "{\"input_ids\": [1], \"label\": 0}\n{\"input_ids\": [1], \"label\": [0]}",
        ":2: the label is [0], expected a class for each sequence, or a list of classes for each.");
    refused(
        "{\"input_ids\": [1], \"label\": [0]}\n{\"input_ids\": [1, 2], \"label\": [0]}",
        "tokens.jsonl:2: there are 2 tokens and 1 tags, expected one tag for each token.");
    refused(
        "{\"input_ids\": [1]}\n{\"input_ids\": []}",
        "tokens.jsonl:2: the field \"input_ids\" is an empty list, expected at least one token"
            + " id.");
  }
}
