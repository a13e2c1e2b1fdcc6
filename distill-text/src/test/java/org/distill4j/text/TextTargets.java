package org.distill4j.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.fuzz.FuzzTarget;

/** The readers of this module; the native Tokenizers library is not among them. */
public final class TextTargets implements FuzzTarget.Catalog {
  private static final List<String> PIECES =
      List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "the", "cat", "##s");

  private interface Writing {
    void to(Path folder) throws IOException;
  }

  private static byte[] written(String name, Writing writing) {
    try {
      Path folder = Files.createTempDirectory("distill4j-seed");
      writing.to(folder);
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(folder);
      return bytes;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  /** The weights that configurations are tried with. */
  private static void open(Path config) {
    Path weights = config.resolveSibling("model.safetensors");
    if (!Files.exists(weights)) {
      try {
        Files.write(weights, written("model.safetensors", TinyFolder.bertClassifier()::write));
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
    HuggingFaceFolder.open(config.resolveSibling(""));
  }

  @Override
  public Map<String, FuzzTarget> targets() {
    return Map.of(
        "folder",
        new FuzzTarget(
            "config.json",
            1_000,
            TextTargets::open,
            List.of(written("config.json", TinyFolder.bertClassifier()::write))),
        "tokenizer",
        new FuzzTarget(
            "tokenizer.json",
            1_000,
            file -> WordPieceTokenizer.open(file).encode("the cats [MASK]"),
            List.of(
                written(
                    "tokenizer.json",
                    folder -> TinyTokenizer.json(folder, TinyTokenizer.RULES, PIECES)))),
        "vocabulary",
        new FuzzTarget(
            "vocab.txt",
            1_000,
            file -> WordPieceTokenizer.open(file).encode("the cats [MASK]"),
            List.of(
                written("vocab.txt", folder -> Files.write(folder.resolve("vocab.txt"), PIECES)))));
  }
}
