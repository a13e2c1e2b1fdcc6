package org.distill4j.examples.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Folders for results, created before anything is trained, so that no training is lost. */
public final class ResultFolders {
  private ResultFolders() {}

  /**
   * Creates the folder of {@code --out}, and its parents.
   *
   * @param out the folder; nothing is done if it is there
   * @param what what is to be in it, for the error
   * @throws IllegalArgumentException if it cannot be made
   */
  public static void make(Path out, String what) {
    try {
      Files.createDirectories(out);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "Folder "
              + out
              + " cannot be made ("
              + e
              + "), expected a place for the "
              + what
              + ".\nMaybe --out DIR chooses another.",
          e);
    }
  }
}
