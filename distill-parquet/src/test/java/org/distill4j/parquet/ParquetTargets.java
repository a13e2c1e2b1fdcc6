package org.distill4j.parquet;

import java.util.Map;
import org.distill4j.fuzz.FuzzTarget;

/** The reader of this module. */
public final class ParquetTargets implements FuzzTarget.Catalog {
  @Override
  public Map<String, FuzzTarget> targets() {
    return Map.of(
        "parquet",
        new FuzzTarget(
            "t.parquet",
            ParquetFuzzTest.FACTOR,
            ParquetTable.of("label").withMissing(0)::read,
            ParquetFuzzTest.valid()));
  }
}
