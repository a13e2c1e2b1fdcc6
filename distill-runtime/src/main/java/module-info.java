/** Predicts with student files in Java alone. */
module org.distill4j.runtime {
  requires transitive org.distill4j.ir;
  requires org.distill4j.jvm;
  requires static org.jspecify;

  exports org.distill4j.runtime;
}
