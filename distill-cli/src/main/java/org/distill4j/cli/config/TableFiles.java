package org.distill4j.cli.config;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.JsonLines;
import org.distill4j.core.data.TableSource;

/** Readers of tables without labels, by the ending of a file's name. */
public final class TableFiles {
  private TableFiles() {}

  /**
   * Finds the reader of a table.
   *
   * @param file the file, which need not be there
   * @return the reader for .csv, .tsv, .jsonl or .ndjson in either case; empty for other endings
   */
  public static Optional<TableSource> reader(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".csv")) {
      return Optional.of(CsvTable.unlabelled());
    } else if (name.endsWith(".tsv")) {
      return Optional.of(CsvTable.unlabelled().tabs());
    }
    return name.endsWith(".jsonl") || name.endsWith(".ndjson")
        ? Optional.of(JsonLines.of(""))
        : Optional.empty();
  }
}
