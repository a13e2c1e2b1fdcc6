package org.distill4j.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import org.distill4j.core.data.CsvTable;
import org.distill4j.fuzz.Damage;
import org.distill4j.fuzz.FuzzFolder;

@Label("A folder of Hugging Face is read or refused,")
class FolderFuzzTest {
  private static final FuzzFolder PLAYGROUND = new FuzzFolder();

  /** A vocabulary of one piece is a map, a tree and a pattern. */
  private static final long FACTOR = 1_000;

  private static final Path FOLDER = folder();
  private static final Path TEXTS =
      PLAYGROUND.write(
          "t.csv", "text,label\nthe cat,0\n\"cats, running\",1\n".getBytes(StandardCharsets.UTF_8));

  private static Path folder() {
    try {
      Path folder = Files.createDirectory(PLAYGROUND.file("model"));
      TinyFolder.bertClassifier().write(folder);
      Path sharded = Files.createDirectory(PLAYGROUND.file("sharded"));
      TinyFolder.bertClassifier().writeSharded(sharded);
      TinyTokenizer.json(folder, TinyTokenizer.RULES);
      TinyTokenizer.vocabularyFile(folder);
      Files.writeString(
          folder.resolve("tokenizer_config.json"),
          "{\"do_lower_case\": true, \"model_max_length\": 128}");
      return folder;
    } catch (IOException error) {
      throw new UncheckedIOException(error);
    }
  }

  @AfterContainer
  static void clear() {
    PLAYGROUND.close();
  }

  private static Arbitrary<byte[]> damaged(String name) {
    return Damage.of(List.of(PLAYGROUND.bytes(PLAYGROUND.file(name))));
  }

  /** Reads a folder with a damaged file, and puts the file right again. */
  private static void read(String name, byte[] damaged, Consumer<Path> reader) {
    Path file = PLAYGROUND.file(name);
    byte[] before = PLAYGROUND.bytes(file);
    try {
      PLAYGROUND.read(name, damaged, FACTOR, any -> reader.accept(file));
    } finally {
      PLAYGROUND.write(name, before);
    }
  }

  @Provide
  Arbitrary<byte[]> configs() {
    return damaged("model/config.json");
  }

  @Property
  @Label("whatever its config.json holds")
  void config(@ForAll("configs") byte[] damaged) {
    read("model/config.json", damaged, file -> HuggingFaceFolder.open(FOLDER).model());
  }

  @Provide
  Arbitrary<byte[]> indexes() {
    return damaged("sharded/model.safetensors.index.json");
  }

  @Property
  @Label("whatever the index of its weights holds")
  void index(@ForAll("indexes") byte[] damaged) {
    read(
        "sharded/model.safetensors.index.json",
        damaged,
        file -> HuggingFaceFolder.open(PLAYGROUND.file("sharded")).model());
  }

  @Provide
  Arbitrary<byte[]> tokenizers() {
    return damaged("model/tokenizer.json");
  }

  @Property
  @Label("whatever its tokenizer.json holds")
  void tokenizer(@ForAll("tokenizers") byte[] damaged) {
    read(
        "model/tokenizer.json",
        damaged,
        file -> WordPieceTokenizer.open(file).encode("the cat's café [MASK]"));
  }

  @Provide
  Arbitrary<byte[]> tokenizerConfigs() {
    return damaged("model/tokenizer_config.json");
  }

  @Property
  @Label("whatever its tokenizer_config.json holds")
  void tokenizerConfig(@ForAll("tokenizerConfigs") byte[] damaged) {
    read(
        "model/tokenizer_config.json",
        damaged,
        file -> WordPieceTokenizer.open(FOLDER.resolve("vocab.txt")).encode("the cat"));
  }

  @Provide
  Arbitrary<byte[]> vocabularies() {
    return damaged("model/vocab.txt");
  }

  @Property
  @Label("whatever its vocab.txt holds")
  void vocabulary(@ForAll("vocabularies") byte[] damaged) {
    read("model/vocab.txt", damaged, file -> WordPieceTokenizer.open(file).encode("the cat"));
  }

  @Provide
  Arbitrary<byte[]> caches() {
    tokenized(PLAYGROUND.file("ids.cache"));
    return damaged("ids.cache");
  }

  private static void tokenized(Path cache) {
    TextData.of(CsvTable.of("label"), "text")
        .cached(cache)
        .read(WordPieceTokenizer.open(FOLDER.resolve("vocab.txt")), TEXTS);
  }

  @Property
  @Label("or its texts, whatever the cache of their tokens holds")
  void cache(@ForAll("caches") byte[] damaged) {
    read("ids.cache", damaged, FolderFuzzTest::tokenized);
  }
}
