package org.distill4j.runtime;

import java.nio.file.Path;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.student.Student;
import org.distill4j.student.StudentContent;

/**
 * Opens student files on backend-java, which this names itself: nothing is searched for, so that a
 * native image needs no configuration.
 */
public final class Students {
  private Students() {}

  /**
   * Opens a student, which computes on the thread that asks it.
   *
   * @param file the file, as {@code StudentFile.write} of distill-core writes it
   * @return the student; closing it is optional, as all it holds lies on the Java heap
   * @throws IllegalArgumentException if there is no such file, or it is damaged, no student's or of
   *     a newer version; the message names the file and what is wrong
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Student open(Path file) {
    return open(file, 1);
  }

  /**
   * Opens a student.
   *
   * @param file the file
   * @param threads the number of threads that share large products; results do not depend on it
   * @return the student; with more than one thread, close it to end the others
   * @throws IllegalArgumentException under the conditions of {@link #open(Path)}, or if the number
   *     of threads is below 1 or above four times the processors
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static Student open(Path file, int threads) {
    StudentContent content = StudentContent.read(file);
    Session session = new JavaBackend().open(SessionOptions.defaults().withThreads(threads));
    return Student.open(content, session);
  }
}
