package org.distill4j.runtime;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.student.ColumnsEncoding;
import org.distill4j.student.InputEncoding;
import org.distill4j.student.Prediction;
import org.distill4j.student.Student;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.tensor.DType;
import org.jspecify.annotations.Nullable;

/**
 * Predicts for lines of text, or of values with commas between them: {@code java -cp 'jars/*'
 * org.distill4j.runtime.Predict student.d4j < values.csv}. A student of texts takes a text on each
 * line. A student of a table takes a line of the columns' names first. Texts in quotes are not
 * understood here; the {@code distill} command reads them.
 */
public final class Predict {
  private Predict() {}

  /**
   * Predicts for each line of the standard input.
   *
   * @param args the student file
   */
  public static void main(String... args) {
    try {
      if (args.length != 1) {
        throw new IllegalArgumentException(
            "There are "
                + args.length
                + " arguments, expected a student file.\nMaybe: Predict student.d4j < values.csv");
      }
      run(Path.of(args[0]), System.out);
    } catch (IllegalArgumentException | UncheckedIOException error) {
      System.err.println(error.getMessage());
      System.exit(1);
    }
  }

  private static void run(Path file, PrintStream out) {
    Student student = Students.open(file);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      predict(student, lines, out);
    } catch (IOException error) {
      throw new UncheckedIOException("The standard input cannot be read: " + error, error);
    }
  }

  /** Predicts for each line. */
  static void predict(Student student, BufferedReader lines, PrintStream out) throws IOException {
    boolean table = isGiven(student, ColumnsEncoding.class);
    boolean texts = isGiven(student, WordPieceEncoding.class);
    List<String> names = table ? cells(lines.readLine()) : List.of();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      out.println(
          texts
              ? student.predictText(line)
              : table ? row(student, names, cells(line)) : values(student, cells(line)));
    }
  }

  private static boolean isGiven(Student student, Class<? extends InputEncoding> type) {
    return student.content().encoding().filter(type::isInstance).isPresent();
  }

  private static List<String> cells(@Nullable String line) {
    return line == null
        ? List.of()
        : Arrays.stream(line.split(",", -1)).map(String::strip).toList();
  }

  private static Prediction row(Student student, List<String> names, List<String> cells) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(names.size(), cells.size()); i++) {
      row.put(names.get(i), cells.get(i));
    }
    return student.predictRows(List.of(row)).get(0);
  }

  private static Prediction values(Student student, List<String> cells) {
    boolean ids = student.content().inputs().values().iterator().next().type() == DType.INT32;
    try {
      if (ids) {
        return student.predictIds(cells.stream().mapToInt(Integer::parseInt).toArray());
      }
      float[] values = new float[cells.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = Float.parseFloat(cells.get(i));
      }
      return student.predict(values);
    } catch (NumberFormatException text) {
      throw new IllegalArgumentException(
          "A line holds "
              + text.getMessage()
              + ", expected numbers with commas between them.\nMaybe the first line is of names.",
          text);
    }
  }
}
