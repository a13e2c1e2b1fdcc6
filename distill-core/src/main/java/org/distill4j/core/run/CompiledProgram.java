package org.distill4j.core.run;

/** A compiled program of a session, which is freed when it is closed. */
interface CompiledProgram extends AutoCloseable {
  @Override
  void close();
}
