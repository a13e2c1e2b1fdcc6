package org.distill4j.dl4j;

/** What a session makes and closes at its end. */
interface PlanPart extends AutoCloseable {
  @Override
  void close();
}
