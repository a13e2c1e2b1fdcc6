package org.distill4j.parquet;

/** An error in a file, thrown where the file's name is not known. */
final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final String wayOut;

  RefusedException(String what, String wayOut) {
    super(what);
    this.wayOut = wayOut;
  }

  String wayOut() {
    return wayOut;
  }
}
