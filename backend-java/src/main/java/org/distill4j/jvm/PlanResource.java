package org.distill4j.jvm;

/** A resource that a session makes and closes at its end. */
public interface PlanResource extends AutoCloseable {
  @Override
  void close();
}
