package org.distill4j.cli.report;

import java.util.Locale;

/** Builds HTML; user texts go through {@link #text}. */
final class Html {
  private final StringBuilder out = new StringBuilder();

  /** Returns markup that this program wrote. */
  Html raw(String markup) {
    out.append(markup);
    return this;
  }

  /** Returns a text without any markup. */
  Html text(String any) {
    out.append(escaped(any));
    return this;
  }

  /** Returns an element around a text. */
  Html element(String tag, String any) {
    return raw("<" + tag + ">").text(any).raw("</" + tag.split(" ", 2)[0] + ">");
  }

  static String escaped(String any) {
    StringBuilder safe = new StringBuilder();
    any.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> safe.append("&amp;");
                case '<' -> safe.append("&lt;");
                case '>' -> safe.append("&gt;");
                case '"' -> safe.append("&quot;");
                case '\'' -> safe.append("&#39;");
                case '\n', '\t' -> safe.append((char) c);
                default -> safe.appendCodePoint(Character.isISOControl(c) ? 0xfffd : c);
              }
            });
    return safe.toString();
  }

  /** Returns a number of an SVG's geometry. */
  static String at(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** Returns a share as per cent. */
  static String percent(double share) {
    return String.format(Locale.ROOT, "%.1f %%", share * 100);
  }

  @Override
  public String toString() {
    return out.toString();
  }
}
