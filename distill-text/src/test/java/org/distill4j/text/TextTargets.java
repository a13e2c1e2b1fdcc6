package org.distill4j.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.distill4j.core.data.CsvTable;
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

  /** The shards that indexes are tried with. */
  private static void openSharded(Path index) {
    if (!Files.exists(index.resolveSibling("config.json"))) {
      try {
        byte[] tried = Files.readAllBytes(index);
        TinyFolder.bertClassifier().writeSharded(index.resolveSibling(""));
        Files.write(index, tried);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
    HuggingFaceFolder.open(index.resolveSibling(""));
  }

  private static void cache(Path folder) throws IOException {
    Files.write(folder.resolve("vocab.txt"), PIECES);
    Files.writeString(folder.resolve("t.csv"), "text,label\nthe cat,0\ncats the,1\n");
    readCached(folder.resolve("ids.cache"));
  }

  private static void readCached(Path cache) {
    Path vocabulary = cache.resolveSibling("vocab.txt");
    if (!Files.exists(vocabulary)) {
      try {
        byte[] tried = Files.readAllBytes(cache);
        Files.delete(cache);
        cache(cache.resolveSibling(""));
        Files.write(cache, tried);
      } catch (IOException error) {
        throw new UncheckedIOException(error);
      }
    }
    TextData.of(CsvTable.of("label"), "text")
        .cached(cache)
        .read(WordPieceTokenizer.open(vocabulary), cache.resolveSibling("t.csv"));
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
        "index",
        new FuzzTarget(
            "model.safetensors.index.json",
            1_000,
            TextTargets::openSharded,
            List.of(
                written(
                    "model.safetensors.index.json", TinyFolder.bertClassifier()::writeSharded))),
        "token-cache",
        new FuzzTarget(
            "ids.cache",
            1_000,
            TextTargets::readCached,
            List.of(written("ids.cache", TextTargets::cache))),
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
