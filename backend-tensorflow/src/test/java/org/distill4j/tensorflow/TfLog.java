package org.distill4j.tensorflow;

import org.distill4j.conformance.Deviation;

/** What TensorFlow prints that no program can keep it from. */
final class TfLog {
  static final Deviation DEVIATION =
      Deviation.of(
          "SPI-05",
          "libtensorflow itself writes \"MLIR V1 optimization pass is not enabled\" on standard"
              + " error when it runs its first graph, at every TF_CPP_MIN_LOG_LEVEL, since it"
              + " does not set up the logging library that would heed it");

  private TfLog() {}
}
