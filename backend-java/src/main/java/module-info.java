/** An engine in Java alone. */
module org.distill4j.jvm {
  requires transitive org.distill4j.ir;
  requires jdk.management;
  requires static org.jspecify;

  exports org.distill4j.jvm;

  provides org.distill4j.backend.Backend with
      org.distill4j.jvm.JavaBackend;
}
