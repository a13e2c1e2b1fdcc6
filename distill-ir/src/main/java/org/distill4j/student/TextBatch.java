package org.distill4j.student;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;

/** The inputs of a student of one text, by the names that encoders have. */
final class TextBatch {
  private static final String MASK = "attention_mask";
  private static final String TYPES = "token_type_ids";

  private TextBatch() {}

  /**
   * The tensors of one text. A student with a mask is given one of few lengths, so that it is
   * compiled for few.
   */
  static Map<String, HostTensor> of(
      Collection<String> names, WordPieceEncoding encoding, TextIds text) {
    int[] ids = text.ids();
    if (ids.length == 0) {
      throw new IllegalArgumentException(
          "A text has no tokens, expected at least one.\n"
              + "Maybe it is empty, as this tokenizer adds no special tokens.");
    }
    int length = names.contains(MASK) ? rounded(ids.length, encoding.longest()) : ids.length;
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    for (String name : names) {
      int[] values =
          switch (name) {
            case MASK -> filled(ids.length, length);
            case TYPES -> Arrays.copyOf(text.types(), length);
            default -> padded(ids, length, encoding.padding());
          };
      inputs.put(name, HostTensor.ofInts(Shape.of(1, length), values));
    }
    return inputs;
  }

  /** Up to 2ⁿ or 1.5 · 2ⁿ tokens, at least 8, and no more than a text may have. */
  private static int rounded(int length, int longest) {
    int power = 8;
    while (power < length) {
      power *= 2;
    }
    int between = power / 4 * 3;
    int rounded = between >= length && power > 8 ? between : power;
    return Math.min(rounded, longest);
  }

  private static int[] filled(int tokens, int length) {
    int[] mask = new int[length];
    Arrays.fill(mask, 0, tokens, 1);
    return mask;
  }

  private static int[] padded(int[] ids, int length, int padding) {
    int[] all = Arrays.copyOf(ids, length);
    Arrays.fill(all, ids.length, length, padding);
    return all;
  }
}
