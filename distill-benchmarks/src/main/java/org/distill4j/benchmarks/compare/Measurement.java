package org.distill4j.benchmarks.compare;

import java.util.List;
import org.distill4j.benchmarks.measure.BenchmarkTable;

/** Something that is measured of one engine, in a process of its own. */
public interface Measurement {
  /**
   * Measures.
   *
   * @param subject the engine and the data
   * @return tables with a row or some for this engine
   */
  List<BenchmarkTable> of(MeasurementSubject subject);
}
