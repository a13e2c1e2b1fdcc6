/** The suite that a backend must pass, and the float64 reference backend as its oracle. */
module org.distill4j.conformance {
  requires transitive org.distill4j.core;
  requires transitive org.junit.jupiter.api;
  requires org.assertj.core;
  requires static org.jspecify;

  exports org.distill4j.conformance;
  exports org.distill4j.conformance.reference;

  opens org.distill4j.conformance to
      org.junit.platform.commons;
}
