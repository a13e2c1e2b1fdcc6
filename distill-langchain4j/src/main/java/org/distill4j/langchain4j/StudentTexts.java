package org.distill4j.langchain4j;

import org.distill4j.student.Student;
import org.distill4j.student.WordPieceEncoding;

/** What the models of this package need of a student. */
final class StudentTexts {
  private StudentTexts() {}

  static void requireTexts(Student student) {
    if (student.content().encoding().filter(WordPieceEncoding.class::isInstance).isEmpty()) {
      throw new IllegalArgumentException(
          "The student takes "
              + student.content().inputs()
              + " and has no tokenizer, expected a student of texts.\n"
              + "Maybe write it again, by StudentFile.describedBy with the texts of its training.");
    }
  }
}
