package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.distill4j.cell.ShortText;

/**
 * Token ids in a file of JSON objects, one on each line (JSONL) or in one list, as tokenizers write
 * them: {@code {"input_ids": [101, 7592, 102], "label": 1}}. The label is a class of the sequence,
 * or a list with a class for each token; −1, null or no such field mean that there is none.
 *
 * @param ids the name of the field that holds the token ids
 * @param label the name of the field that holds the label; empty if there is none
 * @param ignored the number that means no label, as -1 does: -100 in data for PyTorch
 */
public record TokenLines(String ids, String label, int ignored) {
  private static final int NO_LABEL = -1;
  private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}");

  /**
   * Creates a description of a file whose missing labels are -1.
   *
   * @param ids the name of the field that holds the token ids
   * @param label the name of the field that holds the label; empty if there is none
   */
  public TokenLines(String ids, String label) {
    this(ids, label, NO_LABEL);
  }

  /**
   * Returns the description of a file with the ids in {@code input_ids}.
   *
   * @param label the name of the field that holds the label; empty if there is none
   * @return the description
   */
  public static TokenLines of(String label) {
    return new TokenLines(TokenSequences.IDS, label);
  }

  /**
   * Returns this file with another number for a missing label.
   *
   * @param number the number that means no label, as -1 does
   * @return the changed description
   */
  public TokenLines withIgnored(int number) {
    return new TokenLines(ids, label, number);
  }

  /**
   * Reads a file.
   *
   * @param file the file
   * @return its sequences, with a class for each or a class for each token
   * @throws IllegalArgumentException if a value is none of those, a sequence is empty, or has not
   *     as many classes as tokens; the message names file and line
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public TokenSequences read(Path file) {
    try (JsonObjects objects = JsonObjects.open(file)) {
      Lines lines = new Lines(file.toString(), objects);
      lines.read();
      IndexChecks.requireSome(file, lines.sequences.size());
      TokenSequences sequences = TokenSequences.of(lines.sequences);
      if (label.isEmpty()) {
        return sequences;
      }
      return lines.kind == Kind.TAGS
          ? sequences.withTags(lines.tags)
          : sequences.withClasses(lines.classes.stream().mapToInt(Integer::intValue).toArray());
    }
  }

  /** What the labels of a file belong to. */
  private enum Kind {
    UNKNOWN,
    CLASSES,
    TAGS
  }

  private final class Lines {
    private final String file;
    private final JsonObjects objects;
    private final List<int[]> sequences = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();
    private final List<int[]> tags = new ArrayList<>();
    private Kind kind = Kind.UNKNOWN;

    Lines(String file, JsonObjects objects) {
      this.file = file;
      this.objects = objects;
    }

    void read() {
      Optional<Map<String, Object>> next = objects.next();
      while (next.isPresent()) {
        add(next.get());
        next = objects.next();
      }
    }

    private void add(Map<String, Object> object) {
      if (!(object.get(ids) instanceof List<?> tokens)) {
        throw refuse(
            "the field \""
                + ids
                + "\" is "
                + ShortText.shorten(String.valueOf(object.getOrDefault(ids, "missing"))),
            "a list of token ids, among the fields "
                + ShortText.shorten(object.keySet().toString()),
            "the ids have another name");
      }
      if (tokens.isEmpty()) {
        throw refuse(
            "the field \"" + ids + "\" is an empty list",
            "at least one token id",
            "a text was empty; leave it out, or begin each with a token of its own");
      }
      sequences.add(numbers(ids, tokens, 0));
      Object value =
          label.isEmpty() ? ObjectRows.MISSING : object.getOrDefault(label, ObjectRows.MISSING);
      boolean absent = value.equals(ObjectRows.MISSING);
      if (!absent) {
        require(value instanceof List<?> ? Kind.TAGS : Kind.CLASSES, value);
      }
      classes.add(absent || value instanceof List<?> ? NO_LABEL : label(value));
      tags.add(value instanceof List<?> list ? tags(list, tokens.size()) : none(tokens.size()));
    }

    private void require(Kind found, Object value) {
      if (kind != Kind.UNKNOWN && kind != found) {
        throw refuse(
            "the label is " + ShortText.shorten(String.valueOf(value)),
            "a class for each sequence, or a list of classes for each",
            "the lines are of two kinds of data");
      }
      kind = found;
    }

    private int[] none(int length) {
      int[] all = new int[length];
      Arrays.fill(all, NO_LABEL);
      return all;
    }

    private int[] tags(List<?> list, int tokens) {
      if (list.size() != tokens) {
        throw refuse(
            "there are " + tokens + " tokens and " + list.size() + " tags",
            "one tag for each token",
            "the tags are those of words; give each further token of a word -1");
      }
      return list.stream().mapToInt(this::label).toArray();
    }

    private int label(Object value) {
      return String.valueOf(value).equals(String.valueOf(ignored))
          ? NO_LABEL
          : number(label, value, NO_LABEL);
    }

    private int[] numbers(String field, List<?> values, int least) {
      return values.stream().mapToInt(value -> number(field, value, least)).toArray();
    }

    private int number(String field, Object value, int least) {
      String text = String.valueOf(value);
      if (WHOLE.matcher(text).matches() && Integer.parseInt(text) >= least) {
        return Integer.parseInt(text);
      }
      throw refuse(
          "the field \"" + field + "\" holds " + ShortText.shorten(String.valueOf(value)),
          "whole numbers from " + least,
          field.equals(ids)
              ? "the text was not tokenized"
              : "classes have names, or no label is written otherwise: -1 is none here, unless"
                  + " another number is named as ignored");
    }

    private IllegalArgumentException refuse(String what, String expected, String wayOut) {
      return CellRules.refuse(file, objects.line(), what, expected, wayOut);
    }
  }
}
