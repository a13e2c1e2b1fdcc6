package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.JsonLines;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.data.Batch;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Texts of a table")
class TextDataTest {
  @TempDir private Path folder = Path.of("");
  private Tokenizer tokenizer;
  private int asked;

  @BeforeEach
  void open() throws IOException {
    tokenizer =
        WordPieceTokenizer.open(
            Files.write(
                folder.resolve("vocab.txt"),
                List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "a", "b", "c", "##d", "na")));
  }

  private Path file(String name, String... lines) throws IOException {
    return Files.write(folder.resolve(name), List.of(lines));
  }

  /** The tokenizer, which counts the texts that it is asked for. */
  private Tokenizer counting(Tokenizer inner) {
    return new Tokenizer() {
      @Override
      public TokenizedText encode(String text) {
        asked++;
        return inner.encode(text);
      }

      @Override
      public TokenizedText encode(String first, String second) {
        asked++;
        return inner.encode(first, second);
      }

      @Override
      public int vocabularySize() {
        return inner.vocabularySize();
      }

      @Override
      public int padding() {
        return inner.padding();
      }

      @Override
      public Map<String, Integer> specialTokens() {
        return inner.specialTokens();
      }

      @Override
      public int longest() {
        return inner.longest();
      }

      @Override
      public Tokenizer withLongest(int length) {
        return counting(inner.withLongest(length));
      }

      @Override
      public String fingerprint() {
        return inner.fingerprint();
      }
    };
  }

  @Test
  @DisplayName("are ids with a mask, types and classes, padded to the longest")
  void classes() throws IOException {
    Path file = file("t.csv", "id,text,label", "1,\"A bd, c\",1", "2,b,", "3,,0", "4,NA,1");
    TokenSequences data = TextData.of(CsvTable.of("label"), "text").read(tokenizer, file);
    Batch batch = data.batch(0, 2);
    assertThat(batch.input("input_ids").toIntArray())
        .containsExactly(2, 4, 5, 7, 1, 6, 3, 2, 3, 0, 0, 0, 0, 0);
    assertThat(batch.input("attention_mask").toIntArray())
        .containsExactly(1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0);
    assertThat(batch.input("token_type_ids").toIntArray()).containsOnly(0);
    assertThat(data.batch(0, 1, 2, 3).labels("labels").toIntArray()).containsExactly(1, -1, 0, 1);
    assertThat(data.batch(3).input("input_ids").toIntArray()).containsExactly(2, 8, 3, 0, 0, 0, 0);
    assertThat(data.padding()).contains("attention_mask");
  }

  @Test
  @DisplayName("may be pairs of JSON lines, with scores")
  void pairs() throws IOException {
    Path file =
        file(
            "t.jsonl",
            "{\"one\": \"a\", \"two\": \"b c\", \"score\": 0.5}",
            "{\"two\": \"\", \"one\": \"a b\", \"score\": 4}");
    TextData texts = TextData.of(JsonLines.of(""), "one", "two").withTargets("score");
    TokenSequences data = texts.read(tokenizer, file);
    Batch batch = data.batch(0, 1);
    assertThat(batch.input("input_ids").toIntArray())
        .containsExactly(2, 4, 3, 5, 6, 3, 2, 4, 5, 3, 3, 0);
    assertThat(batch.input("token_type_ids").toIntArray())
        .containsExactly(0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 1, 0);
    assertThat(batch.labels("labels").toFloatArray()).containsExactly(0.5f, 4);
    Path two = file("two.csv", "t,x,y", "a,1,2", "b,3,4");
    TextData both = TextData.of(CsvTable.unlabelled(), "t").withTargets("x", "y");
    assertThat(both.read(tokenizer, two).labels())
        .isEqualTo(Map.of("labels", TensorSpec.floats(2)));
    assertThat(both.read(tokenizer, two).batch(1).labels("labels").shape())
        .isEqualTo(Shape.of(1, 2));
    assertThat(TextData.of(CsvTable.unlabelled(), "t").read(tokenizer, two).labels()).isEmpty();
  }

  @Test
  @DisplayName("are cut to what the tokenizer allows")
  void cut() throws IOException {
    Path file = file("t.csv", "t", "a b c a b c");
    TextData texts = TextData.of(CsvTable.unlabelled(), "t");
    assertThat(texts.read(tokenizer.withLongest(4), file).batch(0).input("input_ids").toIntArray())
        .containsExactly(2, 4, 5, 3);
  }

  @Nested
  @DisplayName("that are cached")
  class Cached {
    private Path cacheFile;

    @BeforeEach
    void name() {
      cacheFile = folder.resolve("kept/t.tokens");
    }

    private TokenSequences read(TextData texts, Tokenizer by) {
      asked = 0;
      return texts.cached(cacheFile).read(counting(by), folder.resolve("t.csv"));
    }

    @Test
    @DisplayName("are tokenized once, and again when file, columns or tokenizer changed")
    void once() throws IOException {
      file("t.csv", "t,u,x,y", "a b,c,1,2", "c,a,0,5");
      TextData texts = TextData.of(CsvTable.of("x"), "t");
      TokenSequences first = read(texts, tokenizer);
      assertThat(asked).isEqualTo(2);
      TokenSequences second = read(texts, tokenizer);
      assertThat(asked).isZero();
      assertThat(second.fingerprint()).isEqualTo(first.fingerprint());
      read(texts, tokenizer.withLongest(5));
      assertThat(asked).isEqualTo(2);
      read(TextData.of(CsvTable.of("x"), "u"), tokenizer.withLongest(5));
      assertThat(asked).isEqualTo(2);
      TextData pairs = TextData.of(CsvTable.unlabelled(), "t", "u").withTargets("x", "y");
      String made = read(pairs, tokenizer).fingerprint();
      assertThat(read(pairs, tokenizer).fingerprint()).isEqualTo(made);
      assertThat(asked).isZero();
      file("t.csv", "t,u,x,y", "a b,c,1,2", "c,b,0,5");
      assertThat(read(pairs, tokenizer).fingerprint()).isNotEqualTo(made);
      assertThat(asked).isEqualTo(2);
    }

    @Test
    @DisplayName("are tokenized again when the cache was damaged, at any byte")
    void damaged() throws IOException {
      file("t.csv", "t", "a b", "c");
      TextData texts = TextData.of(CsvTable.unlabelled(), "t");
      String made = read(texts, tokenizer).fingerprint();
      byte[] whole = Files.readAllBytes(cacheFile);
      int mark = "distill4j tokens 1\n".length();
      for (int i = mark; i < whole.length; i++) {
        byte[] changed = whole.clone();
        changed[i] ^= 1;
        Files.write(cacheFile, changed);
        assertThat(read(texts, tokenizer).fingerprint()).isEqualTo(made);
        assertThat(asked).isEqualTo(2);
        Files.write(cacheFile, Arrays.copyOf(whole, i));
        assertThat(read(texts, tokenizer).fingerprint()).isEqualTo(made);
        assertThat(asked).isEqualTo(2);
      }
      assertThat(Files.readAllBytes(cacheFile)).isEqualTo(whole);
    }

    @Test
    @DisplayName("are not written over another file")
    void another() throws IOException {
      file("t.csv", "t", "a");
      Files.createDirectories(cacheFile.getParent());
      Files.writeString(cacheFile, "a letter");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(TextData.of(CsvTable.unlabelled(), "t"), tokenizer))
          .withMessageContaining(
              "t.tokens was to hold token ids, expected a file that distill4j wrote, or none.");
      assertThat(cacheFile).hasContent("a letter");
    }
  }

  @Nested
  @DisplayName("are refused")
  class Refused {
    @Test
    @DisplayName("without a column, in three columns, or with a class beside targets")
    void columns() throws IOException {
      Path file = file("t.csv", "t", "a");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.unlabelled(), "text").read(tokenizer, file))
          .withMessageContaining("t.csv:1: the heading has the columns [t], expected one named");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.unlabelled(), "a", "b", "c"))
          .withMessageStartingWith(
              "An example has the texts [a, b, c], expected one column or two");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.of("label"), "a").withTargets("b"))
          .withMessageContaining("the targets [b] and the class \"label\", expected at least one");
      Path lists = file("t.jsonl", "{\"t\": [\"a\", \"b\"]}");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(JsonLines.of(""), "t").read(tokenizer, lists))
          .withMessageContaining("the columns [t] are [t[0], t[1]], expected a text or number in");
    }

    @Test
    @DisplayName("with a label that is none, naming the line")
    void label() throws IOException {
      Path file = file("t.csv", "t,label", "a,1", "b,spam");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.of("label"), "t").read(tokenizer, file))
          .withMessageContaining("t.csv:3: \"label\" is \"spam\", expected the number of a class");
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TextData.of(CsvTable.unlabelled(), "t")
                      .withTargets("label")
                      .read(tokenizer, file))
          .withMessageContaining("t.csv:3: \"label\" is \"spam\", expected a finite number");
    }

    @Test
    @DisplayName("without tokens, where the tokenizer adds none, naming the line")
    void empty() throws IOException {
      Path json = TinyTokenizer.json(folder, TinyTokenizer.RULES);
      String text = Files.readString(json);
      int from = text.indexOf("\"post_processor\"");
      int to = text.indexOf("\"decoder\"");
      Files.writeString(
          json, text.substring(0, from) + "\"post_processor\": null, " + text.substring(to));
      Tokenizer plain = Tokenizers.open(json);
      Path file = file("t.csv", "t,u", "the,1", ",2");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.unlabelled(), "t").read(plain, file))
          .withMessageContaining("t.csv:3: the text has no tokens, expected at least one.");
    }

    @Test
    @DisplayName("without examples")
    void none() throws IOException {
      Path file = file("t.csv", "t,label");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> TextData.of(CsvTable.unlabelled(), "t").read(tokenizer, file))
          .withMessageContaining("t.csv has no examples, expected a text on each line.");
    }
  }

  @Test
  @DisplayName("are no longer than the folder's encoder has positions, and of its vocabulary")
  void fits() throws IOException {
    TinyFolder.bert().write(folder);
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder);
    assertThat(encoder.tokenizer().longest()).isEqualTo(8);
    Files.writeString(folder.resolve("vocab.txt"), "d\ne\nf\n", StandardOpenOption.APPEND);
    assertThatIllegalArgumentException()
        .isThrownBy(encoder::tokenizer)
        .withMessageStartingWith(
            "The tokenizer has 12 ids, expected at most 11, for which " + folder + " has embedd");
  }

  @Test
  @DisplayName(
      "with ids for which a model has no embeddings are refused before an engine sees them")
  void outOfRange() throws IOException {
    TinyFolder.bert().write(folder);
    HuggingFaceFolder encoder = HuggingFaceFolder.open(folder);
    Batch batch =
        TokenSequences.of(List.of(new int[] {2, 50, 3})).withTypes(List.of(new int[3])).batch(0);
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      ModelTeacher teacher = ModelTeacher.of(session, encoder.model(), encoder.weights());
      assertThatIllegalArgumentException()
          .isThrownBy(() -> teacher.predict(batch))
          .withMessageContaining("50");
    }
  }
}
