package org.distill4j.teacher;

import java.nio.file.Path;

/**
 * What a caller knows of a file that is a program: a TorchScript archive or a SavedModel. Whoever
 * made it can have it read, write and send whatever this process can, as soon as it is opened.
 */
public enum Trust {
  /** Nothing: a file that executes code is refused. */
  NONE,
  /**
   * Little: the file may execute code once it was opened, and run on an example, in a Java process
   * of its own that did not crash, ended in time and wrote nothing ({@link TrialProcess}). That
   * keeps this process from a program that is damaged or careless. It is no sandbox: a program that
   * means harm can behave in the trial.
   */
  AFTER_TRIAL,
  /** Who made the file, and that it may do whatever this process may. */
  EXECUTES_CODE;

  /**
   * Refuses a file that is a program, unless the caller trusts it.
   *
   * @param file the file or folder
   * @param kind what it is, with an article: "a TorchScript archive"
   * @throws IllegalArgumentException if this is {@link #NONE}
   */
  public void requireCode(Path file, String kind) {
    if (this == NONE) {
      throw new IllegalArgumentException(
          file
              + " is "
              + kind
              + ", and opening it executes the code in it, with all rights of this process,"
              + " expected the consent of the caller.\n"
              + "Maybe give Trust.EXECUTES_CODE if you know who made it, Trust.AFTER_TRIAL if you"
              + " know little of that, or export the network as ONNX, which is data.");
    }
  }
}
