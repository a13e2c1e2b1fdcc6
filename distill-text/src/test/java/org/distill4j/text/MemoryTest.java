package org.distill4j.text;

import static org.distill4j.fuzz.LargeFile.repeated;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.core.data.CsvTable;
import org.distill4j.fuzz.LargeFile;
import org.distill4j.fuzz.LargeFile.Content;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Reading takes at most a multiple of the file's length:")
class MemoryTest {
  private static final String TEXT = "the cats [MASK]";
  private static final long FACTOR = 1_000;

  @TempDir private Path folder = Path.of("");

  private static LargeFile tokenizer(String test, Content content) {
    return new LargeFile(
        "tokenizer, " + test,
        "tokenizer.json",
        FACTOR,
        content,
        file -> WordPieceTokenizer.open(file).encode(TEXT));
  }

  private static LargeFile vocabulary(String test, Content content) {
    return new LargeFile(
        "vocabulary, " + test,
        "vocab.txt",
        FACTOR,
        content,
        file -> WordPieceTokenizer.open(file).encode(TEXT));
  }

  private static LargeFile folder(String test, String name, Content content) {
    return new LargeFile(
        "folder, " + test,
        name,
        FACTOR,
        content,
        file -> HuggingFaceFolder.open(file.resolveSibling("")).model());
  }

  private static LargeFile texts(String test, Content content) {
    Consumer<Path> reader =
        file -> {
          try {
            WordPieceTokenizer tokenizer =
                WordPieceTokenizer.open(TinyTokenizer.vocabularyFile(file.resolveSibling("")));
            TextData.of(CsvTable.of("label"), "text").read(tokenizer, file);
          } catch (IOException error) {
            throw new UncheckedIOException(error);
          }
        };
    return new LargeFile("texts, " + test, "t.csv", FACTOR, content, reader);
  }

  /** A valid tokenizer of these pieces besides those that every one has. */
  private static Content pieces(List<String> pieces) {
    return () -> {
      Path made = Files.createTempDirectory("distill4j-large");
      List<String> all = new ArrayList<>(TinyTokenizer.SPECIAL);
      all.addAll(pieces);
      Path file = TinyTokenizer.json(made, TinyTokenizer.RULES, all);
      byte[] bytes = Files.readAllBytes(file);
      Files.delete(file);
      Files.delete(made);
      return bytes;
    };
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String numbered(String format) {
    return IntStream.range(0, LargeFile.LENGTH / format.length())
        .mapToObj(format::formatted)
        .collect(Collectors.joining());
  }

  static Stream<LargeFile> cases() {
    return Stream.of(
        tokenizer("deep", repeated("", "{\"model\":", "")),
        tokenizer("lists", repeated("{\"added_tokens\":", "[", "")),
        tokenizer("many keys", () -> bytes("{" + numbered("\"%d\":1,") + "\"model\":1}")),
        tokenizer(
            "many pieces", pieces(IntStream.range(0, 20_000).mapToObj(i -> "p" + i).toList())),
        tokenizer("a long piece", pieces(List.of("the", "e".repeat(LargeFile.LENGTH)))),
        vocabulary("short lines", repeated("[UNK]\n[CLS]\n[SEP]\n[PAD]\n", "a\n", "")),
        vocabulary("many pieces", () -> bytes("[UNK]\n[CLS]\n[SEP]\n" + numbered("%d\n"))),
        vocabulary("a long line", repeated("[UNK]\n[CLS]\n[SEP]\n", "a", "")),
        folder("deep", "config.json", repeated("", "{\"a\":", "")),
        folder("many keys", "config.json", () -> bytes("{" + numbered("\"%d\":1,") + "}")),
        folder(
            "many shards",
            "model.safetensors.index.json",
            () -> bytes("{\"weight_map\":{" + numbered("\"%d\":\"x%1$d\",") + "\"a\":\"b\"}}")),
        texts("a long word", repeated("text,label\n", "a", ",1\n")),
        texts("many signs", repeated("text,label\n", ".", ",1\n")),
        texts("many texts", repeated("text,label\n", "a,1\n", "")),
        texts("signs that become longer", repeated("text,label\n", "\uFDFA", ",1\n")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void bounded(LargeFile file) throws IOException {
    file.read(folder);
  }
}
