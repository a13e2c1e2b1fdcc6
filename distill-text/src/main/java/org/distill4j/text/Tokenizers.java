package org.distill4j.text;

import java.nio.file.Path;
import java.util.Map;

/** Opens the tokenizer in the folder of a model. */
public final class Tokenizers {
  private Tokenizers() {}

  /**
   * Opens a tokenizer: a {@link WordPieceTokenizer} if the files are of that kind, else a {@link
   * NativeTokenizer}, which needs {@code ai.djl.huggingface:tokenizers} on the class path.
   *
   * @param path a folder as the Transformers library saves it, a {@code tokenizer.json} or a {@code
   *     vocab.txt}
   * @return the tokenizer
   * @throws IllegalArgumentException if there is none, it is damaged, or the artifact is needed and
   *     not there
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Tokenizer open(Path path) {
    Path file = TokenizerFiles.find(path);
    if (!file.getFileName().toString().endsWith(".json")) {
      return WordPieceTokenizer.open(file);
    }
    TokenizerJson json = TokenizerJson.read(file);
    return json.foreign().isEmpty() ? json.wordPiece() : NativeTokenizer.of(json);
  }

  /**
   * Reads the files of a tokenizer, so that they can be sent to where it is opened.
   *
   * @param path a path as {@link #open} takes it
   * @return the content of each file by its usual name
   * @throws IllegalArgumentException if there is no tokenizer
   * @throws java.io.UncheckedIOException if a file cannot be read
   */
  public static Map<String, byte[]> files(Path path) {
    return TokenizerFiles.contents(TokenizerFiles.find(path));
  }
}
