package org.distill4j.langchain4j;

import dev.langchain4j.classification.ClassificationResult;
import dev.langchain4j.classification.ScoredLabel;
import dev.langchain4j.classification.TextClassifier;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.distill4j.runtime.Students;
import org.distill4j.student.Answer;
import org.distill4j.student.Student;

/**
 * A student file as a text classifier of LangChain4j, in Java alone. Scores are probabilities, and
 * the likeliest label comes first. A student of one class gives its likeliest class; one of many
 * labels gives those with a probability of at least ½.
 */
public final class LangChainTextClassifier implements TextClassifier<String> {
  private final Student student;
  private final int most;

  private LangChainTextClassifier(Student student, int most) {
    this.student = student;
    this.most = most;
  }

  /**
   * Opens a student file.
   *
   * @param file the file of a student that classifies texts
   * @return the classifier
   * @throws IllegalArgumentException if there is no such file, or it is damaged, or it holds no
   *     tokenizer or no names of classes
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public static LangChainTextClassifier open(Path file) {
    return of(Students.open(file));
  }

  /**
   * Wraps a student.
   *
   * @param student a student that classifies texts
   * @return the classifier
   * @throws IllegalArgumentException if the student was written without a tokenizer or without
   *     names of classes
   */
  public static LangChainTextClassifier of(Student student) {
    StudentTexts.requireTexts(student);
    if (student.content().classes().isEmpty()) {
      throw new IllegalArgumentException(
          "The student has no names of classes, expected some.\n"
              + "Maybe name them where it is written, by StudentFile.withClasses.");
    }
    boolean labels = student.content().answer() == Answer.MANY_LABELS;
    return new LangChainTextClassifier(student, labels ? Integer.MAX_VALUE : 1);
  }

  /**
   * Returns this classifier with another number of labels.
   *
   * @param count the most labels that a text is given, at least 1
   * @return the changed classifier
   * @throws IllegalArgumentException if the count is below 1
   */
  public LangChainTextClassifier withMostLabels(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "A text was to be given at most "
              + count
              + " labels, expected at least 1.\nMaybe leave the limit out.");
    }
    return new LangChainTextClassifier(student, count);
  }

  @Override
  public ClassificationResult<String> classifyWithScores(String text) {
    double[] probabilities = student.predictText(text).probabilities();
    List<String> classes = student.content().classes();
    double least = student.content().answer() == Answer.MANY_LABELS ? 0.5 : 0;
    Stream<ScoredLabel<String>> labels =
        IntStream.range(0, probabilities.length)
            .filter(i -> probabilities[i] >= least)
            .mapToObj(i -> new ScoredLabel<>(classes.get(i), probabilities[i]));
    Comparator<ScoredLabel<String>> likeliest =
        Comparator.<ScoredLabel<String>>comparingDouble(ScoredLabel::score).reversed();
    return new ClassificationResult<>(labels.sorted(likeliest).limit(most).toList());
  }
}
