package org.distill4j.train;

/**
 * Asks a training to stop after the current step, or after the current batch of a teacher that runs
 * ahead of the training. Any thread may ask, a listener or a program's Ctrl-C handler for one. A
 * training that is asked writes a checkpoint, where it writes any, and ends with {@link
 * TrainingEvent.Reason#STOPPED}.
 */
public final class StopSignal {
  private volatile boolean requested;

  /** Creates a signal that nobody has given yet. */
  public StopSignal() {}

  /** Asks the trainings that were given this signal to stop. It cannot be taken back. */
  public void request() {
    requested = true;
  }

  /** {@return whether a stop was requested} */
  public boolean isRequested() {
    return requested;
  }
}
