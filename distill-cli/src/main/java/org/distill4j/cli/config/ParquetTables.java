package org.distill4j.cli.config;

import java.util.Optional;

/** Parquet files, which an artifact of its own reads where it is on the class path. */
final class ParquetTables {
  static final String ABSENT =
      "Parquet files need the artifact org.distill4j:distill-parquet, expected it on the class"
          + " path.\nMaybe add it, or write the table as CSV.";

  private ParquetTables() {}

  static Optional<Class<?>> type() {
    try {
      return Optional.of(Class.forName("org.distill4j.parquet.ParquetTable"));
    } catch (ClassNotFoundException absent) {
      return Optional.empty();
    }
  }
}
