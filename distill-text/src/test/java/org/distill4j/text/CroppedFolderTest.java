package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A folder that is cropped to the tokens of its texts")
class CroppedFolderTest {
  private static final List<String> PIECES =
      List.of("a", "[PAD]", "[UNK]", "b", "[CLS]", "[SEP]", "cat", "##s", "c", "##at", "dog");

  @TempDir private Path folder = Path.of("");

  private static float[] states(HuggingFaceFolder encoder, TokenSequences data) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return ModelTeacher.of(session, encoder.model(), encoder.weights())
          .predict(data.batch(IntStream.range(0, data.size()).toArray()))
          .get("last_hidden_state")
          .toFloatArray();
    }
  }

  private HuggingFaceFolder encoder() throws IOException {
    TinyFolder tiny = TinyFolder.bert();
    tiny.config.put("pad_token_id", 1);
    tiny.dense("cls.predictions.decoder", TinyFolder.WIDTH, TinyFolder.VOCABULARY);
    tiny.write(folder);
    return HuggingFaceFolder.open(folder);
  }

  private void requireSame(HuggingFaceFolder encoder) throws IOException {
    TextData texts = TextData.of(CsvTable.unlabelled(), "text");
    Path file = Files.write(folder.resolve("t.csv"), List.of("text", "cats b", "b dog"));
    TokenSequences data = texts.read(encoder.tokenizer(), file);
    Path target = folder.resolve("small");
    encoder.writeCropped(target, data);
    HuggingFaceFolder small = HuggingFaceFolder.open(target);
    TokenSequences again = texts.read(small.tokenizer(), file);
    // All but "c" and "##at".
    assertThat(small.tokenizer().vocabularySize()).isEqualTo(9);
    assertThat(small.weights().get("embeddings.words.weight").shape().dim(0)).isEqualTo(9);
    assertThat(again.batch(1).input("input_ids").toIntArray())
        .containsExactly(4, 3, 8, 5, 1)
        .isNotEqualTo(data.batch(1).input("input_ids").toIntArray());
    assertThat(states(small, again)).isEqualTo(states(encoder, data));
    assertThat(small.tokenizer().encode("c").ids()).containsExactly(4, 2, 5);
  }

  @Test
  @DisplayName("gives the same of them by a smaller table, with a vocab.txt")
  void vocabulary() throws IOException {
    Files.write(folder.resolve("vocab.txt"), PIECES);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"added_tokens_decoder\": {\"1\": {\"content\": \"[PAD]\"}, \"10\": {}}}");
    requireSame(encoder());
    assertThat(folder.resolve("small/tokenizer_config.json"))
        .content()
        .containsIgnoringWhitespaces("{\"1\": {\"content\": \"[PAD]\"}, \"8\": {}}");
  }

  @Test
  @DisplayName("gives the same with a tokenizer.json, which the native library reads too")
  void json() throws IOException {
    Path file = TinyTokenizer.json(folder, TinyTokenizer.RULES, PIECES);
    assertThat(file).exists();
    requireSame(encoder());
    Path small = folder.resolve("small/tokenizer.json");
    for (String text : List.of("cats b dog", "c", "[SEP] dogs")) {
      assertThat(NativeTokenizer.open(small).encode(text))
          .isEqualTo(WordPieceTokenizer.open(small).encode(text));
    }
  }

  @Test
  @DisplayName("refuses texts of another tokenizer")
  void other() throws IOException {
    Files.write(folder.resolve("vocab.txt"), PIECES);
    HuggingFaceFolder encoder = encoder();
    TokenSequences data = TokenSequences.of(List.of(new int[] {1, 40}));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> encoder.writeCropped(folder.resolve("small"), data))
        .withMessage(
            "The texts have the id 40, expected ids below 11.\n"
                + "Maybe they were tokenized for another model.");
  }
}
