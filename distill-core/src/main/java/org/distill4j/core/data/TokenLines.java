package org.distill4j.core.data;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Token ids in a file of JSON objects, one on each line (JSONL) or in one list, as tokenizers write
 * them: {@code {"input_ids": [101, 7592, 102], "label": 1}}. The label is a class of the sequence,
 * or a list with a class for each token; −1, null or no such field mean that there is none.
 *
 * @param ids the name of the field that holds the token ids
 * @param label the name of the field that holds the label; empty if there is none
 */
public record TokenLines(String ids, String label) {
  private static final int NO_LABEL = -1;

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
   * Reads a file.
   *
   * @param file the file
   * @return its sequences, with a class for each or a class for each token
   * @throws IllegalArgumentException if a value is none of those; the message names file and line
   * @throws java.io.UncheckedIOException if the file cannot be read
   */
  public TokenSequences read(Path file) {
    try (JsonObjects objects = JsonObjects.open(file)) {
      Lines lines = new Lines(file.toString(), objects);
      lines.read();
      TokenSequences sequences = TokenSequences.of(lines.sequences);
      if (label.isEmpty()) {
        return sequences;
      }
      return lines.tags.isEmpty()
          ? sequences.withClasses(lines.classes.stream().mapToInt(Integer::intValue).toArray())
          : sequences.withTags(lines.tags);
    }
  }

  private final class Lines {
    private final String file;
    private final JsonObjects objects;
    private final List<int[]> sequences = new ArrayList<>();
    private final List<Integer> classes = new ArrayList<>();
    private final List<int[]> tags = new ArrayList<>();

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
            "the field \"" + ids + "\" is " + Brief.of(String.valueOf(object.get(ids))),
            "a list of token ids, among the fields " + Brief.of(object.keySet().toString()),
            "the ids have another name");
      }
      sequences.add(numbers(ids, tokens, 0));
      Object value = object.getOrDefault(label, ObjectRows.MISSING);
      if (value instanceof List<?> list && classes.isEmpty()) {
        tags.add(numbers(label, list, NO_LABEL));
      } else if (!(value instanceof List<?>) && tags.isEmpty()) {
        classes.add(value.equals(ObjectRows.MISSING) ? NO_LABEL : number(label, value, NO_LABEL));
      } else {
        throw refuse(
            "the label is " + Brief.of(String.valueOf(value)),
            "a class for each sequence, or a list of classes for each",
            "the lines are of two kinds of data");
      }
    }

    private int[] numbers(String field, List<?> values, int least) {
      return values.stream().mapToInt(value -> number(field, value, least)).toArray();
    }

    private int number(String field, Object value, int least) {
      if (value instanceof Integer number && number >= least) {
        return number;
      }
      throw refuse(
          "the field \"" + field + "\" holds " + Brief.of(String.valueOf(value)),
          "whole numbers from " + least,
          field.equals(ids)
              ? "the text was not tokenized"
              : "classes have names, or no label is written otherwise: -1 is none here");
    }

    private IllegalArgumentException refuse(String what, String expected, String wayOut) {
      return CellRules.refuse(file, objects.line(), what, expected, wayOut);
    }
  }
}
