package org.distill4j.djl;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The depth of the expressions and blocks in a source text of TorchScript, or more: brackets,
 * indentation, and the operators of an expression, each of which may hold all before it.
 */
final class SourceDepth {
  private static final String OPERATORS = "+-*/%@&|^~<>=!.:";

  private final String source;

  /** The operators met in each bracket that is open, since the last comma in it. */
  private final Deque<Integer> operators = new ArrayDeque<>();

  private int sum;
  private int deepest;

  private SourceDepth(String source) {
    this.source = source;
    operators.push(0);
  }

  /**
   * Measures a source text.
   *
   * @param source the text
   * @return a number of levels that no expression and no block of it exceeds
   */
  static int measure(String source) {
    SourceDepth depth = new SourceDepth(source);
    for (int i = 0; i < source.length(); ) {
      i = depth.take(i);
    }
    return depth.deepest;
  }

  /** Takes the token at a place, and returns the place after it. */
  private int take(int at) {
    char c = source.charAt(at);
    if (c == '#') {
      return end(source.indexOf('\n', at), 0);
    }
    if (c == '"' || c == '\'') {
      return afterText(at);
    }
    if (c == '\\') {
      return end(at, 2);
    }
    if (c == '\n' && operators.size() == 1) {
      replace(0);
      return indented(at + 1);
    }
    if (Character.isLetterOrDigit(c) || c == '_') {
      return word(at);
    }
    if (OPERATORS.indexOf(c) >= 0) {
      add(1);
    } else if (c == ',') {
      replace(0);
    } else if ("([{".indexOf(c) >= 0) {
      add(1);
      operators.push(0);
    } else if (")]}".indexOf(c) >= 0 && operators.size() > 1) {
      sum -= operators.pop();
    }
    return at + 1;
  }

  private void add(int count) {
    replace(operators.element() + count);
  }

  private void replace(int count) {
    sum += count - operators.pop();
    operators.push(count);
    deepest = Math.max(deepest, sum);
  }

  private int indented(int from) {
    int at = from;
    while (at < source.length() && source.charAt(at) == ' ') {
      at++;
    }
    add((at - from) / 2);
    return at;
  }

  /** Words may be operators, such as "not". A number is a word with its point. */
  private int word(int from) {
    int at = from;
    boolean number = Character.isDigit(source.charAt(from));
    while (at < source.length()
        && (Character.isLetterOrDigit(source.charAt(at))
            || source.charAt(at) == '_'
            || (number && source.charAt(at) == '.'))) {
      at++;
    }
    switch (source.substring(from, at)) {
      case "not", "and", "or", "if", "else", "elif", "is", "in", "lambda" -> add(1);
      default -> {
        // A name, a number or another keyword.
      }
    }
    return at;
  }

  private int afterText(int from) {
    String quote = source.substring(from, from + 1);
    if (source.startsWith(quote.repeat(3), from)) {
      quote = quote.repeat(3);
    }
    int at = from + quote.length();
    while (at < source.length() && !source.startsWith(quote, at)) {
      if (quote.length() == 1 && source.charAt(at) == '\n') {
        return at;
      }
      at += source.charAt(at) == '\\' ? 2 : 1;
    }
    return end(at, quote.length());
  }

  /** Returns the place so much after another one, at most the end, which -1 is too. */
  private int end(int at, int more) {
    return at < 0 ? source.length() : Math.min(source.length(), at + more);
  }
}
