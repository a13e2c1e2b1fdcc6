package org.distill4j.cli.kind;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/** Numbers as people write them, and what was probably meant where one is none. */
final class NumberTexts {
  private static final String DECIMAL = "[-+]?(\\d[\\d_]*\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,9})?";

  private NumberTexts() {}

  /** A finite number. Not what Java takes besides: "1f", "0x1p3", "NaN". */
  static Optional<Double> number(String text) {
    return text.matches(DECIMAL)
        ? Optional.of(Double.parseDouble(text.replace("_", ""))).filter(Double::isFinite)
        : Optional.empty();
  }

  /** A whole number; 10.0 and 1e1 are 10. */
  static Optional<Long> whole(String text) {
    try {
      return text.matches(DECIMAL)
          ? Optional.of(new BigDecimal(text.replace("_", "")).longValueExact())
          : Optional.empty();
    } catch (ArithmeticException fraction) {
      return Optional.empty();
    }
  }

  /** What to write instead of a text that is no number. */
  static Optional<String> advice(String text) {
    String pointed = text.replace(',', '.');
    String joined = text.replaceAll("[ ,'’]", "");
    boolean grouped = text.matches("[-+]?[1-9]\\d{0,2}([ ,'’]\\d{3})+");
    if (text.matches("[-+]?\\d+,\\d+([eE][-+]?\\d+)?")) {
      return Optional.of("write " + pointed + ", with a point" + (grouped ? ", or " + joined : ""));
    }
    return grouped ? Optional.of("write " + joined) : Optional.empty();
  }

  /** What was probably meant by {key: 0,001}, which YAML reads as two keys. */
  static Optional<String> advice(Node.Fields fields) {
    String before = "";
    for (Map.Entry<String, Node.Field> field : fields.fields().entrySet()) {
      String value = field.getValue().value() instanceof Node.Text text ? text.value() : "";
      if (before.matches("[-+]?\\d+") && field.getKey().matches("\\d+([eE]-?\\d+)?")) {
        return Optional.of("write " + before + "." + field.getKey() + ", with a point");
      }
      before = value;
    }
    return Optional.empty();
  }
}
