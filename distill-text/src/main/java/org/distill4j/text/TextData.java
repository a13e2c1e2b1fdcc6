package org.distill4j.text;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TextTable;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.tensor.HostTensor;

/**
 * Texts, or pairs of texts, in a table as token ids for an encoder: a CSV, JSONL or Parquet file
 * becomes "input_ids", "attention_mask" and "token_type_ids" of free length.
 *
 * <pre>{@code
 * TokenSequences train = TextData.of(CsvTable.of("label"), "text")
 *     .cached(Path.of("train.tokens"))
 *     .read(tokenizer, Path.of("train.csv"));
 * }</pre>
 *
 * @param table which columns are texts, and which are labels
 * @param cache the file that holds the token ids from one run to the next; empty for none
 */
public record TextData(TextTable table, Optional<Path> cache) {
  private static final int PAIR = 2;

  /**
   * Checks the number of texts.
   *
   * @throws IllegalArgumentException if an example has more than two texts
   */
  public TextData {
    if (table.texts().size() > PAIR) {
      throw new IllegalArgumentException(
          "An example has the texts "
              + table.texts()
              + ", expected one column or two.\nMaybe join columns before they are read.");
    }
  }

  /**
   * A table of texts whose label, if it has one, is its class.
   *
   * @param source what kind of table it is
   * @param texts the column of the texts, or those of the first and the second text of each pair
   * @return the description
   * @throws IllegalArgumentException if there are no columns, or more than two
   */
  public static TextData of(TableSource source, String... texts) {
    return new TextData(TextTable.of(source, texts), Optional.empty());
  }

  /**
   * These texts with labels that are numbers, for example scores of similarity.
   *
   * @param columns the columns of the labels, in order
   * @return the changed description
   * @throws IllegalArgumentException if the table has a class, or a column is named twice
   */
  public TextData withTargets(String... columns) {
    return new TextData(table.withTargets(columns), cache);
  }

  /**
   * These texts with a file that holds their token ids. It is written when the texts are read
   * first, and read instead of tokenizing as long as file, columns and tokenizer stay the same; it
   * is written anew when they changed, or when it is damaged.
   *
   * @param file the file
   * @return the changed description
   */
  public TextData cached(Path file) {
    return new TextData(table, Optional.of(file));
  }

  /**
   * Reads and tokenizes a file.
   *
   * @param tokenizer what makes ids of the texts, and cuts those that are too long
   * @param file the file
   * @return the examples, padded with the tokenizer's padding; "labels" are INT32 classes, or
   *     FLOAT32 targets, if there are any
   * @throws IllegalArgumentException if there is no such file or column, a label is none, a text
   *     has no tokens, or the cache is a file of another kind
   * @throws UncheckedIOException if a file cannot be read, or the cache not written
   */
  public TokenSequences read(Tokenizer tokenizer, Path file) {
    TokenTable read =
        cache.isPresent() && Files.isRegularFile(file)
            ? cached(cache.get(), tokenizer, file)
            : tokenized(tokenizer, file);
    return tokenizer.attachTo(
        read.dataset().withPadding(tokenizer.padding()).withClassNames(table.source().classes()));
  }

  private TokenTable cached(Path cacheFile, Tokenizer tokenizer, Path file) {
    try {
      String key =
          Fingerprints.compute(table + tokenizer.fingerprint() + Fingerprints.compute(file));
      Optional<TokenTable> found = TokenCache.read(cacheFile, key);
      if (found.isPresent()) {
        return found.get();
      }
      TokenTable made = tokenized(tokenizer, file);
      TokenCache.write(cacheFile, key, made);
      return made;
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The token ids of "
              + file
              + " could not be kept in "
              + cacheFile
              + ": "
              + error
              + ".\nMaybe the disk is full or the folder is read-only.",
          error);
    }
  }

  private TokenTable tokenized(Tokenizer tokenizer, Path file) {
    List<int[]> ids = new ArrayList<>();
    List<int[]> types = new ArrayList<>();
    Optional<HostTensor> labels =
        table.read(
            file,
            row -> {
              TokenizedText text = encode(tokenizer, row.texts());
              if (text.ids().length == 0) {
                throw new IllegalArgumentException(
                    row.place()
                        + ": the text has no tokens, expected at least one.\nMaybe it is empty;"
                        + " leave the line out, as this tokenizer adds no special tokens.");
              }
              ids.add(text.ids());
              types.add(text.types());
            });
    if (ids.isEmpty()) {
      throw new IllegalArgumentException(
          file + " has no examples, expected a text on each line.\nMaybe the file is empty.");
    }
    return new TokenTable(ids, types, labels);
  }

  private static TokenizedText encode(Tokenizer tokenizer, List<String> texts) {
    return texts.size() == PAIR
        ? tokenizer.encode(texts.get(0), texts.get(1))
        : tokenizer.encode(texts.get(0));
  }
}
