package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Expression.given;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.TEXTS;

import java.nio.file.Path;
import java.util.List;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.Section;
import org.distill4j.core.data.EncodedTable;
import org.distill4j.core.data.MissingNumbers;
import org.distill4j.core.data.TableColumns;
import org.distill4j.core.data.TableInputs;
import org.distill4j.core.data.TableSource;

/** Which columns of a table are numbers and which are categories. */
final class ColumnKeys {
  private ColumnKeys() {}

  private static final KindGroup<MissingNumbers> MISSING_NUMBERS =
      KindGroup.of(
          "rule",
          Kind.constant("mean", "The mean of the training data", MissingNumbers.MEAN),
          Kind.constant(
              "indicated", "The mean, and a further value that is 1", MissingNumbers.INDICATED),
          Kind.constant("refused", "None may be missing", MissingNumbers.REFUSED));

  private static final Key<String[]> CATEGORIES =
      free("categories", TEXTS, "columns of categories, in order");
  private static final Key<String[]> NUMBERS =
      free("numbers", TEXTS, "columns of numbers, in order; all others if left out");
  private static final Key<MissingNumbers> MISSING =
      Key.of("missing", MISSING_NUMBERS, "mean", "what a missing number becomes");
  private static final Key<Integer> MOST =
      Key.of("most", INTEGER, 100, "the most categories of a column");
  private static final Key<Integer> LEAST =
      Key.of("least", INTEGER, 2, "how often a text must be there to be a category");

  private static final KindGroup<TableInputs> FORMS =
      KindGroup.of(
          "form of inputs",
          Kind.constant("vector", "One vector", TableInputs.VECTOR),
          Kind.constant(
              "columns", "\"numbers\", and each column of categories", TableInputs.COLUMNS),
          Kind.constant(
              "parts", "\"numbers\" and \"categories\"", TableInputs.NUMBERS_AND_CATEGORIES));

  private static final Key<TableInputs> FORM =
      Key.of("as", FORMS, "vector", "the inputs: one vector, columns, or numbers and categories");

  static final Section SECTION =
      Section.of("columns", CATEGORIES, NUMBERS, MISSING, MOST, LEAST, FORM);

  private static final Expression<TableColumns> TABLE =
      call(
          TableColumns::withLimits,
          given(
                  CATEGORIES,
                  call(TableColumns::of, CATEGORIES),
                  call(TableColumns::of, Expression.array(String.class, List.of())))
              .with(TableColumns::withNumbers, NUMBERS)
              .then(TableColumns::withMissing, MISSING),
          MOST,
          LEAST);

  /** The table in a file, encoded, in the form that is wanted. */
  static Expression<EncodedTable> read(
      KeyValues section, Expression<? extends TableSource> table, Expression<Path> file) {
    Expression<EncodedTable> data = call(TableColumns::read, columns(section), table, file);
    Expression<TableInputs> form = section.get(FORM);
    return form.value() == TableInputs.VECTOR ? data : data.then(EncodedTable::as, form);
  }

  /** The columns as an expression. */
  static Expression<TableColumns> columns(KeyValues section) {
    return TABLE.in(section);
  }
}
