package org.distill4j.cli.config;

import static org.distill4j.cli.kind.Expression.call;
import static org.distill4j.cli.kind.Key.free;
import static org.distill4j.cli.kind.Key.required;
import static org.distill4j.cli.kind.ValueTypes.INTEGER;
import static org.distill4j.cli.kind.ValueTypes.PATH;
import static org.distill4j.cli.kind.ValueTypes.TEXT;
import static org.distill4j.cli.kind.ValueTypes.TEXTS;

import java.nio.file.Path;
import java.util.Locale;
import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Key;
import org.distill4j.cli.kind.KeyValues;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroup;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.TableFormat;
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
      required(
          "tokenizer",
          KindGroups.TOKENIZERS,
          "tokenizer.json or vocab.txt, or a folder that has one of them");
  private static final Key<String[]> COLUMNS =
      required("columns", TEXTS, "column of the texts, or those of both texts of each pair");
  private static final Key<String> LABEL =
      free("label", TEXT, "column of the class; an empty cell means unknown");
  private static final Key<Integer> LENGTH =
      free("length", INTEGER, "most tokens of a text, which is cut; the tokenizer's if left out");
  private static final Key<Path> CACHE =
      free("cache", PATH, "file that keeps the token ids; made anew when texts changed");
  private static final Key<Format> FORMAT =
      free(
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

  private static Expression<TokenSequences> text(KeyValues values) {
    requireOneLabel(values);
    Expression<TextData> data =
        call(TextData::of, table(values), COLUMNS)
            .with(TextData::withTargets, DataKinds.TARGETS)
            .with(TextData::cached, CACHE);
    Expression<Tokenizer> tokenizer = Expression.of(TOKENIZER).with(Tokenizer::withLongest, LENGTH);
    return call(TextData::read, data, tokenizer, DataKinds.FILE).in(values);
  }

  private static void requireOneLabel(KeyValues values) {
    if (values.find(LABEL).isPresent() && values.find(DataKinds.TARGETS).isPresent()) {
      values.location().refuse(" has label and targets", "one of them", "leave one out");
    }
  }

  private static Expression<? extends TableSource> table(KeyValues values) {
    return switch (format(values)) {
      case CSV ->
          DataKinds.named(
              values,
              DataKinds.CSV,
              labelled(values, DataKinds.CSV)
                  .then(CsvTable::withSeparator, values.get(DataKinds.SEPARATOR)));
      case JSONL -> plain(values, DataKinds.JSON);
      case PARQUET -> plain(values, DataKinds.parquet(values.location()));
    };
  }

  private static <T extends TableSource> Expression<T> plain(
      KeyValues values, TableFormat<T> format) {
    return DataKinds.named(values, format, labelled(values, format));
  }

  private static <T extends TableSource> Expression<T> labelled(
      KeyValues values, TableFormat<T> format) {
    return call(format.of(), values.find(LABEL).orElseGet(() -> Expression.text("")));
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
