package org.distill4j.parquet;

import org.distill4j.cli.kind.Expression;
import org.distill4j.cli.kind.Kind;
import org.distill4j.cli.kind.KindGroups;
import org.distill4j.cli.kind.KindProvider;
import org.distill4j.cli.kind.KindRegistry;
import org.distill4j.cli.kind.TableFormat;

/** Adds Parquet files to the tables of configuration files, where the command line is present. */
public final class ParquetKinds implements KindProvider {
  private static final TableFormat<ParquetTable> PARQUET =
      new TableFormat<>(
          ParquetTable::of,
          ParquetTable::withClasses,
          ParquetTable::withInputs,
          ParquetTable::withMissing);

  /** Called by {@link java.util.ServiceLoader}. */
  public ParquetKinds() {}

  @Override
  public void addTo(KindRegistry registry) {
    registry.add(
        KindGroups.TABLES,
        Kind.built("parquet", "A Parquet file", keys -> Expression.literal(PARQUET, "")));
  }
}
