package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.data.TableInputs;

/** Which columns of a table are numbers and which are categories. */
final class ColumnKeys {
  private ColumnKeys() {}

  private static final KindGroup MISSING_NUMBERS =
      KindGroup.of(
          "rule",
          Kind.constant("mean", "The mean of the training data", MissingNumbers.MEAN),
          Kind.constant(
              "indicated", "The mean, and a further value that is 1", MissingNumbers.INDICATED),
          Kind.constant("refused", "None may be missing", MissingNumbers.REFUSED));

  private static final Key CATEGORIES =
      Key.free("categories", DataKinds.TEXTS, "columns of categories, in order");
  private static final Key NUMBERS =
      Key.free("numbers", DataKinds.TEXTS, "columns of numbers, in order; all others if left out");
  private static final Key MISSING =
      Key.of("missing", MISSING_NUMBERS, "mean", "what a missing number becomes");
  private static final Key MOST =
      Key.of("most", ValueTypes.INTEGER, 100, "the most categories of a column");
  private static final Key LEAST =
      Key.of("least", ValueTypes.INTEGER, 2, "how often a text must be there to be a category");

  private static final KindGroup FORMS =
      KindGroup.of(
          "form of inputs",
          Kind.constant("vector", "One vector", TableInputs.VECTOR),
          Kind.constant(
              "columns", "\"numbers\", and each column of categories", TableInputs.COLUMNS),
          Kind.constant(
              "parts", "\"numbers\" and \"categories\"", TableInputs.NUMBERS_AND_CATEGORIES));

  private static final Key FORM =
      Key.of("as", FORMS, "vector", "the inputs: one vector, columns, or numbers and categories");

  static final Section SECTION =
      Section.of("columns", CATEGORIES, NUMBERS, MISSING, MOST, LEAST, FORM);

  /** The table in a file, encoded, in the form that is wanted. */
  static JavaExpression read(KeyValues section, JavaExpression table, JavaExpression file) {
    JavaExpression data = columns(section).then("read", table, file);
    JavaExpression form = section.get(FORM);
    return form.value() == TableInputs.VECTOR ? data : data.then("as", form);
  }

  /** The columns as an expression. */
  static JavaExpression columns(KeyValues section) {
    JavaExpression columns =
        JavaExpression.call(TableColumns.class, "of", given(section.find(CATEGORIES)));
    Optional<JavaExpression> numbers = section.find(NUMBERS);
    if (numbers.isPresent()) {
      columns = columns.then("withNumbers", numbers.get());
    }
    return columns
        .then("withMissing", section.get(MISSING))
        .then("withLimits", section.get(MOST), section.get(LEAST));
  }

  private static List<JavaExpression> given(Optional<JavaExpression> categories) {
    return categories.map(List::of).orElse(List.of());
  }
}
