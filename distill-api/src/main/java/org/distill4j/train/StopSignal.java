package org.distill4j.train;

/**
 * Asks a training to stop after the step that is running, or after the batch that a teacher is
 * asked about beforehand. Any thread may ask, a listener or a program's Ctrl-C handler for one. A
 * training that is asked writes a checkpoint, where it writes any, and ends with {@link
 * TrainingEvent.Reason#STOPPED}.
 */
public final class StopSignal {
  private volatile boolean requested;

  /** A signal that nobody has given. */
  public StopSignal() {}

  /** Asks the trainings that were given this signal to stop. It cannot be taken back. */
  public void request() {
    requested = true;
  }

  /** {@return whether somebody has asked} */
  public boolean isRequested() {
    return requested;
  }
}
