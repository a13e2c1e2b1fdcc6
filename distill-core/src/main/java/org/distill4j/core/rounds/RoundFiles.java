package org.distill4j.core.rounds;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;

/** A folder, on any file system, in which a training keeps what it needs to resume. */
public interface RoundFiles {
  /** Writes the content of a file. */
  @FunctionalInterface
  interface Content {
    /**
     * Writes the content.
     *
     * @param out where to; it stays open
     * @throws IOException if it cannot be written
     */
    void to(OutputStream out) throws IOException;
  }

  /**
   * Returns the names of the files in the folder.
   *
   * @return the names, in any order; none if there is no folder
   * @throws IOException if it cannot be read
   */
  List<String> names() throws IOException;

  /**
   * Opens a file.
   *
   * @param name its name
   * @return its bytes, to be closed
   * @throws IOException if there is none or it cannot be read
   */
  InputStream read(String name) throws IOException;

  /**
   * Writes a file atomically: a reader sees the file before, if any, or all of the new one. The
   * folder is made if need be.
   *
   * @param name its name
   * @param content its content
   * @throws IOException if it cannot be written
   */
  void write(String name, Content content) throws IOException;

  /**
   * Deletes a file.
   *
   * @param name its name; nothing happens if there is none
   * @throws IOException if it cannot be deleted
   */
  void delete(String name) throws IOException;

  /**
   * Names a file for messages.
   *
   * @param name its name in the folder
   * @return where it is
   */
  String location(String name);
}
