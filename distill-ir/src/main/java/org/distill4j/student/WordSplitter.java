package org.distill4j.student;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Splits a text into words and signs of punctuation, as BERT does before it looks up pieces (Devlin
 * et al. 2019): at white space, which is dropped, and around each sign of punctuation.
 *
 * @param controls what becomes of control characters
 * @param ideographs what becomes of Chinese characters
 * @param accents what becomes of accents
 * @param letters what becomes of capital letters
 */
public record WordSplitter(
    Controls controls, Ideographs ideographs, Accents accents, Letters letters) {
  /** What becomes of control characters. */
  public enum Controls {
    /** They stay. */
    KEPT,
    /** They are dropped. */
    DROPPED
  }

  /** What becomes of Chinese characters. */
  public enum Ideographs {
    /** They are letters of words. */
    JOINED,
    /** Each is a word. */
    SEPARATE
  }

  /** What becomes of accents. */
  public enum Accents {
    /** They stay. */
    KEPT,
    /** Letters lose them. */
    DROPPED
  }

  /** What becomes of capital letters. */
  public enum Letters {
    /** They stay. */
    KEPT,
    /** They become small letters. */
    LOWERED
  }

  /** First and last code point of each block of Chinese characters. */
  private static final int[][] BLOCKS = {
    {0x4E00, 0x9FFF},
    {0x3400, 0x4DBF},
    {0x20000, 0x2A6DF},
    {0x2A700, 0x2B73F},
    {0x2B740, 0x2B81F},
    {0x2B920, 0x2CEAF},
    {0xF900, 0xFAFF},
    {0x2F800, 0x2FA1F}
  };

  List<String> split(String text) {
    String normal = spaced(text);
    if (accents == Accents.DROPPED) {
      normal = withoutAccents(normal);
    }
    return words(letters == Letters.LOWERED ? lowered(normal) : normal);
  }

  private String spaced(String text) {
    StringBuilder spaced = new StringBuilder(text.length());
    text.codePoints()
        .filter(c -> controls == Controls.KEPT || !isControl(c))
        .forEach(
            c -> {
              if (ideographs == Ideographs.SEPARATE && isIdeograph(c)) {
                spaced.append(' ').appendCodePoint(c).append(' ');
              } else {
                spaced.appendCodePoint(c);
              }
            });
    return spaced.toString();
  }

  private static String withoutAccents(String text) {
    if (text.chars().allMatch(c -> c < 128)) {
      return text;
    }
    return Normalizer.normalize(text, Normalizer.Form.NFD)
        .codePoints()
        .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  /** Returns each code point by itself, so that no letter depends on those around it. */
  private static String lowered(String text) {
    StringBuilder lowered = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c < 128) {
                lowered.append((char) Character.toLowerCase(c));
              } else {
                lowered.append(Character.toString(c).toLowerCase(Locale.ROOT));
              }
            });
    return lowered.toString();
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      int next = i + Character.charCount(c);
      if (isSpace(c) || isPunctuation(c)) {
        if (i > start) {
          words.add(text.substring(start, i));
        }
        if (!isSpace(c)) {
          words.add(text.substring(i, next));
        }
        start = next;
      }
      i = next;
    }
    if (text.length() > start) {
      words.add(text.substring(start));
    }
    return words;
  }

  private static boolean isControl(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL -> c != '\t' && c != '\n' && c != '\r';
      case Character.FORMAT, Character.PRIVATE_USE, Character.SURROGATE -> true;
      default -> c == 0xFFFD;
    };
  }

  private static boolean isSpace(int c) {
    return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
  }

  private static boolean isPunctuation(int c) {
    boolean sign = c > ' ' && c < 127 && !Character.isLetterOrDigit(c);
    return switch (Character.getType(c)) {
      case Character.CONNECTOR_PUNCTUATION,
          Character.DASH_PUNCTUATION,
          Character.START_PUNCTUATION,
          Character.END_PUNCTUATION,
          Character.INITIAL_QUOTE_PUNCTUATION,
          Character.FINAL_QUOTE_PUNCTUATION,
          Character.OTHER_PUNCTUATION ->
          true;
      default -> sign;
    };
  }

  private static boolean isIdeograph(int c) {
    for (int[] block : BLOCKS) {
      if (c >= block[0] && c <= block[1]) {
        return true;
      }
    }
    return false;
  }
}
