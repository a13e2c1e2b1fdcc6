package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.Locale;
import org.distill4j.cli.kind.JavaExpression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.TableFormat;
import org.distill4j.cli.kind.ValueTypes;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.text.TextData;
import org.distill4j.text.Tokenizer;

/** Texts in a table, which a tokenizer makes ids of. */
final class TextKeys {
  private TextKeys() {}

  private enum Format {
    CSV,
    JSONL,
    PARQUET
  }

  private static final Key<Tokenizer> TOKENIZER =
      Key.required(
          "tokenizer",
          KindGroups.TOKENIZERS,
          "tokenizer.json or vocab.txt, or a folder that has one of them");
  private static final Key<String[]> COLUMNS =
      Key.required(
          "columns", ValueTypes.TEXTS, "column of the texts, or those of both texts of each pair");
  private static final Key<String> LABEL =
      Key.free("label", ValueTypes.TEXT, "column of the class; an empty cell means unknown");
  private static final Key<Integer> LENGTH =
      Key.free(
          "length",
          ValueTypes.INTEGER,
          "most tokens of a text, which is cut; the tokenizer's if left out");
  private static final Key<Path> CACHE =
      Key.free(
          "cache", ValueTypes.PATH, "file that keeps the token ids; made anew when texts changed");
  private static final Key<Format> FORMAT =
      Key.free(
          "format",
          KindGroup.of(
              "format",
              Kind.constant("csv", "A table with a heading", Format.CSV),
              Kind.constant("jsonl", "A JSON object on each line", Format.JSONL),
              Kind.constant("parquet", "A Parquet file", Format.PARQUET)),
          "csv, jsonl or parquet; as the file's name ends if left out, else csv");

  static final Kind<TokenSequences> KIND =
      Kind.built(
          "text",
          "Texts or pairs of texts in a table, CSV, JSON lines or Parquet, as token ids",
          TextKeys::text,
          DataKinds.FILE,
          TOKENIZER,
          COLUMNS,
          LABEL,
          DataKinds.CLASSES,
          DataKinds.TARGETS,
          LENGTH,
          CACHE,
          FORMAT,
          DataKinds.SEPARATOR);

  private static JavaExpression<TokenSequences> text(KeyValues values) {
    requireOneLabel(values);
    JavaExpression<Tokenizer> tokenizer =
        values.get(TOKENIZER).with(Tokenizer::withLongest, values.find(LENGTH));
    return JavaExpression.<TableSource, String[], TextData>call(
            TextData::of, table(values), values.get(COLUMNS))
        .with(TextData::withTargets, values.find(DataKinds.TARGETS))
        .with(TextData::cached, values.find(CACHE))
        .then(TextData::read, tokenizer, values.get(DataKinds.FILE));
  }

  private static void requireOneLabel(KeyValues values) {
    if (values.find(LABEL).isPresent() && values.find(DataKinds.TARGETS).isPresent()) {
      values.location().refuse(" has label and targets", "one of them", "leave one out");
    }
  }

  private static JavaExpression<? extends TableSource> table(KeyValues values) {
    return switch (format(values)) {
      case CSV ->
          classes(
              values,
              DataKinds.CSV,
              labelled(values, DataKinds.CSV)
                  .then(CsvTable::withSeparator, values.get(DataKinds.SEPARATOR)));
      case JSONL -> plain(values, DataKinds.JSON);
      case PARQUET -> plain(values, DataKinds.parquet(values.location()));
    };
  }

  private static <T extends TableSource> JavaExpression<T> plain(
      KeyValues values, TableFormat<T> format) {
    return classes(values, format, labelled(values, format));
  }

  private static <T extends TableSource> JavaExpression<T> labelled(
      KeyValues values, TableFormat<T> format) {
    return JavaExpression.call(
        format.of(), values.find(LABEL).orElseGet(() -> JavaExpression.text("")));
  }

  private static <T extends TableSource> JavaExpression<T> classes(
      KeyValues values, TableFormat<T> format, JavaExpression<T> table) {
    return table.with(format.withClasses(), values.find(DataKinds.CLASSES));
  }

  private static Format format(KeyValues values) {
    return values.findValue(FORMAT).orElseGet(() -> ending(values));
  }

  private static Format ending(KeyValues values) {
    String name = values.value(DataKinds.FILE).toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jsonl") || name.endsWith(".json") || name.endsWith(".ndjson")
        ? Format.JSONL
        : name.endsWith(".parquet") ? Format.PARQUET : Format.CSV;
  }
}
