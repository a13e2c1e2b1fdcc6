package org.distill4j.cli.config;

import java.util.List;
import java.util.Locale;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.JsonLines;
import org.distill4j.text.TextData;
import org.distill4j.text.Tokenizers;

/** Texts in a table, which a tokenizer makes ids of. */
final class TextKeys {
  private TextKeys() {}

  private enum Format {
    CSV,
    JSONL,
    PARQUET
  }

  private static final Key TOKENIZER =
      Key.required(
          "tokenizer",
          ValueTypes.PATH,
          "tokenizer.json or vocab.txt, or a folder that has one of them");
  private static final Key COLUMNS =
      Key.required(
          "columns", DataKinds.TEXTS, "column of the texts, or those of both texts of each pair");
  private static final Key LABEL =
      Key.free("label", ValueTypes.TEXT, "column of the class; an empty cell means unknown");
  private static final Key LENGTH =
      Key.free(
          "length",
          ValueTypes.INTEGER,
          "most tokens of a text, which is cut; the tokenizer's if left out");
  private static final Key CACHE =
      Key.free(
          "cache", ValueTypes.PATH, "file that keeps the token ids; made anew when texts changed");
  private static final Key FORMAT =
      Key.free(
          "format",
          KindGroup.of(
              "format",
              Kind.constant("csv", "A table with a heading", Format.CSV),
              Kind.constant("jsonl", "A JSON object on each line", Format.JSONL),
              Kind.constant("parquet", "A Parquet file", Format.PARQUET)),
          "csv, jsonl or parquet; as the file's name ends if left out, else csv");

  static final Kind KIND =
      Kind.made(
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

  private static JavaExpression text(KeyValues values) {
    requireOneLabel(values);
    JavaExpression tokenizer =
        JavaExpression.call(Tokenizers.class, "open", List.of(values.get(TOKENIZER)));
    tokenizer = DataKinds.with(tokenizer, "withLongest", values.find(LENGTH));
    JavaExpression table =
        DataKinds.with(table(values), "withClasses", values.find(DataKinds.CLASSES));
    JavaExpression data =
        JavaExpression.call(TextData.class, "of", List.of(table, values.get(COLUMNS)));
    data = DataKinds.with(data, "withTargets", values.find(DataKinds.TARGETS));
    data = DataKinds.with(data, "cached", values.find(CACHE));
    return data.then("read", tokenizer, values.get(DataKinds.FILE));
  }

  private static void requireOneLabel(KeyValues values) {
    if (values.find(LABEL).isPresent() && values.find(DataKinds.TARGETS).isPresent()) {
      values.site().refuse(" has label and targets", "one of them", "leave one out");
    }
  }

  private static JavaExpression table(KeyValues values) {
    List<JavaExpression> label =
        List.of(values.find(LABEL).orElseGet(() -> JavaExpression.text("")));
    return switch (format(values)) {
      case CSV ->
          JavaExpression.call(CsvTable.class, "of", label).then("withSeparator", separator(values));
      case JSONL -> JavaExpression.call(JsonLines.class, "of", label);
      case PARQUET ->
          ParquetTables.type()
              .map(type -> JavaExpression.call(type, "of", label))
              .orElseGet(
                  () -> {
                    values.site().refuse(ParquetTables.ABSENT);
                    return JavaExpression.call(JsonLines.class, "of", label);
                  });
    };
  }

  private static Format format(KeyValues values) {
    return values.find(FORMAT).map(given -> given.as(Format.class)).orElseGet(() -> ending(values));
  }

  private static Format ending(KeyValues values) {
    String name = values.get(DataKinds.FILE).value().toString().toLowerCase(Locale.ROOT);
    return name.endsWith(".jsonl") || name.endsWith(".json") || name.endsWith(".ndjson")
        ? Format.JSONL
        : name.endsWith(".parquet") ? Format.PARQUET : Format.CSV;
  }

  private static JavaExpression separator(KeyValues values) {
    return values.get(DataKinds.SEPARATOR);
  }
}
