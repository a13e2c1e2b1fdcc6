package org.distill4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A tokenizer")
class TokenizerTest {
  @TempDir private Path folder = Path.of("");

  /** [CLS] 2, [SEP] 3, then the pieces. */
  private Path vocabulary(String... pieces) throws IOException {
    List<String> all = new ArrayList<>(TinyTokenizer.SPECIAL);
    all.addAll(List.of(pieces));
    return Files.write(folder.resolve("vocab.txt"), all);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        TinyTokenizer.RULES,
        "\"clean_text\": true, \"handle_chinese_chars\": true, \"strip_accents\": false,"
            + " \"lowercase\": true",
        "\"clean_text\": false, \"handle_chinese_chars\": false, \"strip_accents\": null,"
            + " \"lowercase\": false",
        "\"clean_text\": true, \"handle_chinese_chars\": true, \"strip_accents\": true,"
            + " \"lowercase\": false"
      })
  @DisplayName("in Java gives the ids and types of the native one, for texts and pairs")
  void equal(String rules) throws IOException {
    Path file = TinyTokenizer.json(folder, rules);
    List<String> texts = TinyTokenizer.texts();
    for (int longest : new int[] {128, 9, 8}) {
      Tokenizer java = WordPieceTokenizer.open(file).withLongest(longest);
      Tokenizer other = NativeTokenizer.open(file).withLongest(longest);
      for (int i = 0; i < texts.size(); i++) {
        String text = texts.get(i);
        String second = texts.get((i * 7 + 3) % texts.size());
        assertThat(java.encode(text)).as("%s", text).isEqualTo(other.encode(text));
        assertThat(java.encode(text, second))
            .as("%s and %s", text, second)
            .isEqualTo(other.encode(text, second));
      }
      assertThat(java.vocabularySize()).isEqualTo(other.vocabularySize());
      assertThat(java.padding()).isEqualTo(other.padding());
      assertThat(java.specialTokens()).isEqualTo(other.specialTokens()).containsEntry("[SEP]", 3);
    }
  }

  @Test
  @DisplayName("reads the same of a vocab.txt as of a tokenizer.json")
  void bothFiles() throws IOException {
    Tokenizer json = WordPieceTokenizer.open(TinyTokenizer.json(folder, TinyTokenizer.RULES));
    Tokenizer text = WordPieceTokenizer.open(TinyTokenizer.vocabularyFile(folder));
    for (String each : TinyTokenizer.texts()) {
      assertThat(text.withLongest(128).encode(each)).isEqualTo(json.encode(each));
    }
    assertThat(text.withLongest(128).fingerprint()).isEqualTo(json.fingerprint());
    assertThat(text.fingerprint()).isNotEqualTo(json.fingerprint());
  }

  @Test
  @DisplayName("takes the longest pieces, and one unknown token where there are none")
  void pieces() throws IOException {
    Tokenizer tokenizer = WordPieceTokenizer.open(vocabulary("un", "##aff", "##a", "##able", "!"));
    assertThat(tokenizer.encode("Unaffable!"))
        .isEqualTo(new TokenizedText(new int[] {2, 5, 6, 8, 9, 3}, new int[6]));
    assertThat(tokenizer.encode("unaffx !").ids()).containsExactly(2, 1, 9, 3);
  }

  @Test
  @DisplayName("gives an empty text the special tokens alone")
  void empty() throws IOException {
    Tokenizer tokenizer = WordPieceTokenizer.open(vocabulary("a"));
    assertThat(tokenizer.encode("").ids()).containsExactly(2, 3);
    assertThat(tokenizer.encode(" \n").ids()).containsExactly(2, 3);
    assertThat(tokenizer.encode("", "a"))
        .isEqualTo(new TokenizedText(new int[] {2, 3, 5, 3}, new int[] {0, 0, 1, 1}));
  }

  @Test
  @DisplayName("cuts the end of a long text, and of the longer text of a pair first")
  void cut() throws IOException {
    Tokenizer tokenizer = WordPieceTokenizer.open(vocabulary("a", "b", "c", "d")).withLongest(7);
    assertThat(tokenizer.encode("a b c d a b c d").ids()).containsExactly(2, 5, 6, 7, 8, 5, 3);
    assertThat(tokenizer.encode("a b c d a", "b").ids()).containsExactly(2, 5, 6, 7, 3, 6, 3);
    assertThat(tokenizer.encode("a b c", "d c b a").ids()).containsExactly(2, 5, 6, 3, 8, 7, 3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> tokenizer.withLongest(3))
        .withMessage(
            "Texts were to have at most 3 tokens, expected at least 4, as 3 are special ones.\n"
                + "Maybe the length is counted in words.");
  }

  @Test
  @DisplayName("is as long, and of such letters, as tokenizer_config.json says")
  void config() throws IOException {
    Path file = vocabulary("a", "A", "é");
    assertThat(WordPieceTokenizer.open(file).longest()).isEqualTo(512);
    Files.writeString(
        folder.resolve("tokenizer_config.json"),
        "{\"do_lower_case\": false, \"model_max_length\": 256}");
    Tokenizer tokenizer = Tokenizers.open(folder);
    assertThat(tokenizer.longest()).isEqualTo(256);
    assertThat(tokenizer.encode("A a é").ids()).containsExactly(2, 6, 5, 7, 3);
  }

  @Test
  @DisplayName("of another kind is opened by the native library")
  void other() throws IOException {
    Files.writeString(
        folder.resolve("tokenizer.json"),
        """
        {"version": "1.0", "truncation": null, "padding": null,
         "added_tokens": [{"id": 0, "content": "<pad>", "single_word": false, "lstrip": false,
           "rstrip": false, "normalized": false, "special": true}],
         "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"},
         "post_processor": null, "decoder": null,
         "model": {"type": "WordLevel", "unk_token": "no", "vocab": {"<pad>": 0, "no": 1, "yes": 2}}}
        """);
    Tokenizer tokenizer = Tokenizers.open(folder);
    assertThat(tokenizer).isInstanceOf(NativeTokenizer.class);
    assertThat(tokenizer.encode("YES maybe yes").ids()).containsExactly(2, 1, 2);
    assertThat(tokenizer.specialTokens()).isEqualTo(Map.of("<pad>", 0));
    assertThat(tokenizer.vocabularySize()).isEqualTo(3);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> WordPieceTokenizer.open(folder))
        .withMessageContaining(
            "tokenizer.json has the model \"WordLevel\", expected a WordPiece tokenizer as BERT has"
                + " it.\nMaybe NativeTokenizer opens it");
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {
    @Test
    @DisplayName("a folder without one")
    void none() {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokenizers.open(folder))
          .withMessageContaining(
              "has no tokenizer, expected a folder with tokenizer.json or vocab.txt");
    }

    @Test
    @DisplayName("a vocabulary without special tokens, or with a piece twice")
    void special() throws IOException {
      Path file = Files.write(folder.resolve("vocab.txt"), List.of("[PAD]", "[UNK]", "a"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokenizers.open(file))
          .withMessageContaining(
              "vocab.txt has no line \"[CLS]\", expected the special tokens of BERT.");
      vocabulary("a", "b", "a");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokenizers.open(folder))
          .withMessageContaining("vocab.txt has \"a\" in the lines 6 and 8, expected each piece");
    }

    @Test
    @DisplayName("a damaged tokenizer.json, whichever library reads it")
    void damaged() throws IOException {
      Path file = TinyTokenizer.json(folder, TinyTokenizer.RULES);
      String text = Files.readString(file);
      Files.writeString(file, text.replace("\"unk_token\": \"[UNK]\"", "\"unk_token\": \"[no]\""));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokenizers.open(file))
          .withMessageContaining(
              "tokenizer.json has no piece \"[no]\", expected the unknown token");
      Files.writeString(file, text.replace("\"WordPiece\"", "\"Nothing\""));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Tokenizers.open(file))
          .withMessageContaining("a tokenizer that the Tokenizers library refuses");
      Files.writeString(
          file, text.replace("{\"id\": \"B\", \"type_id\": 1}", "{\"id\": \"A\", \"type_id\": 1}"));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> WordPieceTokenizer.open(file))
          .withMessage(
              file
                  + ": The template of a pair of texts has the first text 2 times and the second"
                  + " 0 times, expected 1 and 1.\n"
                  + "Maybe the tokenizer's file was changed by hand.");
    }
  }
}
