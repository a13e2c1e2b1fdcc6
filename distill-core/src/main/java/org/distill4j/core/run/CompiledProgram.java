package org.distill4j.core.run;

/** Something compiled on a session, freed by closing it. */
interface CompiledProgram extends AutoCloseable {
  @Override
  void close();
}
