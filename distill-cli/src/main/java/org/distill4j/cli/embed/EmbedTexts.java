package org.distill4j.cli.embed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.distill4j.cli.config.TableFiles;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TextLines;
import org.distill4j.core.data.TextTable;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.text.TokenizedText;
import org.distill4j.text.Tokenizer;

/**
 * Texts to learn from and texts to measure on. No text is twice in them, and none in both. Those to
 * learn from are in the order of their lengths, so that a teacher is asked about similar ones at
 * once.
 *
 * @param train the texts to learn from
 * @param heldOut the texts to measure on
 */
public record EmbedTexts(List<String> train, List<String> heldOut) {
  /** Of how many texts one is held out. */
  private static final int EVERY = 20;

  private static final int MOST = 2000;
  private static final int LEAST = 3;

  /** Takes copies. */
  public EmbedTexts {
    train = train.stream().sorted(Comparator.comparingInt(String::length)).toList();
    heldOut = List.copyOf(heldOut);
  }

  /**
   * Reads texts.
   *
   * @param file the file: a table by its ending .csv, .tsv or .jsonl, else a text on each line
   * @param column the column of the texts in a table
   * @param heldOut a file with the texts to measure on; empty to take every 20th of the others, at
   *     most 2,000
   * @return the texts
   * @throws IllegalArgumentException if a file or column is not there, or there are fewer than
   *     three texts of each kind
   */
  public static EmbedTexts read(Path file, String column, Optional<Path> heldOut) {
    List<String> all = List.copyOf(texts(file, column));
    EmbedTexts texts = heldOut.isPresent() ? apart(all, texts(heldOut.get(), column)) : split(all);
    if (texts.train.size() < LEAST || texts.heldOut.size() < LEAST) {
      throw new IllegalArgumentException(
          "There are "
              + texts.train.size()
              + " different texts to learn from and "
              + texts.heldOut.size()
              + " to measure on, expected at least "
              + LEAST
              + " of each.\nMaybe the file is of another kind; give texts to measure on by"
              + " --held-out where there are few.");
    }
    return texts;
  }

  private static EmbedTexts apart(List<String> all, Set<String> heldOut) {
    List<String> train = all.stream().filter(text -> !heldOut.contains(text)).toList();
    return new EmbedTexts(train, List.copyOf(heldOut));
  }

  private static EmbedTexts split(List<String> all) {
    List<String> train = new ArrayList<>();
    List<String> heldOut = new ArrayList<>();
    int every = Math.max(EVERY, (all.size() + MOST - 1) / MOST);
    for (int i = 0; i < all.size(); i++) {
      (i % every == 0 ? heldOut : train).add(all.get(i));
    }
    return new EmbedTexts(train, heldOut);
  }

  private static Set<String> texts(Path file, String column) {
    Set<String> texts = new LinkedHashSet<>();
    Optional<TableSource> table = TableFiles.reader(file);
    TextTable.of(table.orElseGet(TextLines::new), table.isPresent() ? column : TextLines.TEXT)
        .read(file, row -> texts.add(row.texts().get(0)));
    return texts;
  }

  /**
   * Makes ids of texts.
   *
   * @param tokenizer the tokenizer
   * @param texts the texts
   * @return the ids as data, in order
   * @throws IllegalArgumentException if a text has no tokens, as an empty one may have none
   */
  public static TokenSequences tokens(Tokenizer tokenizer, List<String> texts) {
    List<int[]> ids = new ArrayList<>();
    List<int[]> types = new ArrayList<>();
    for (String text : texts) {
      TokenizedText tokens = tokenizer.encode(text);
      ids.add(tokens.ids());
      types.add(tokens.types());
    }
    return TokenSequences.of(ids).withTypes(types).withPadding(tokenizer.padding());
  }
}
