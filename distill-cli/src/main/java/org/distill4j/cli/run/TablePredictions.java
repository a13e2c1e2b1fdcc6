package org.distill4j.cli.run;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.distill4j.cli.config.TableFiles;
import org.distill4j.cli.embed.EmbedTexts;
import org.distill4j.core.data.CsvTable;
import org.distill4j.core.data.TableReader;
import org.distill4j.core.data.TableSource;
import org.distill4j.core.data.TextLines;
import org.distill4j.core.data.TextTable;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.data.Dataset;
import org.distill4j.student.Answer;
import org.distill4j.student.Column;
import org.distill4j.student.ColumnsEncoding;
import org.distill4j.student.Prediction;
import org.distill4j.student.Student;
import org.distill4j.student.WordPieceEncoding;
import org.distill4j.tensor.HostTensor;
import org.distill4j.text.Tokenizer;

/**
 * Prints what a student predicts for the rows of a table.
 *
 * @param student the student
 * @param file the table
 */
public record TablePredictions(Student student, Path file) {
  private static final int BATCH = 256;

  /**
   * Prints a heading and a line for each row, with commas between values.
   *
   * @param out where to print
   * @throws IllegalArgumentException if the table is none, or not the student's; the message names
   *     file and line, or row and column
   * @throws java.io.UncheckedIOException if it cannot be read
   */
  public void print(PrintStream out) {
    Optional<ColumnsEncoding> encoding =
        student
            .content()
            .encoding()
            .filter(ColumnsEncoding.class::isInstance)
            .map(ColumnsEncoding.class::cast);
    if (encoding.isPresent()) {
      printRows(encoding.get(), out);
    } else if (student
        .content()
        .encoding()
        .filter(WordPieceEncoding.class::isInstance)
        .isPresent()) {
      printTexts(texts -> texts.stream().map(student::predictText).toList(), out);
    } else if (student.content().inputs().containsKey(TokenSequences.IDS)
        && !student.content().files().isEmpty()) {
      Tokenizer tokenizer = StudentTokenizer.open(student.content().files());
      printTexts(texts -> predict(EmbedTexts.tokens(tokenizer, texts)), out);
    } else {
      printNumbers(out);
    }
  }

  private TableSource source() {
    return TableFiles.reader(file).orElseGet(CsvTable::unlabelled);
  }

  private void printRows(ColumnsEncoding encoding, PrintStream out) {
    List<String> names = encoding.columns().stream().map(Column::name).toList();
    try (TableReader reader = source().open(file, names)) {
      List<Map<String, String>> rows = new ArrayList<>();
      boolean first = true;
      for (boolean more = reader.next(); more; ) {
        rows.add(row(names, reader));
        more = reader.next();
        if (!more || rows.size() == BATCH) {
          print(student.predictRows(rows), first, out);
          first = false;
          rows.clear();
        }
      }
    }
  }

  private static Map<String, String> row(List<String> names, TableReader reader) {
    Map<String, String> row = new LinkedHashMap<>();
    for (int i = 0; i < names.size(); i++) {
      row.put(names.get(i), reader.cell(i));
    }
    return row;
  }

  private void printTexts(Function<List<String>, List<Prediction>> predict, PrintStream out) {
    List<String> texts = new ArrayList<>();
    TextTable.of(TableFiles.reader(file).orElseGet(TextLines::new), TextLines.TEXT)
        .read(file, row -> texts.add(row.texts().get(0)));
    for (int from = 0; from < texts.size(); from += BATCH) {
      List<String> some = texts.subList(from, Math.min(from + BATCH, texts.size()));
      print(predict.apply(some), from == 0, out);
    }
  }

  private List<Prediction> predict(TokenSequences tokens) {
    return student.predict(tokens.batchFrom(0, tokens.size()).inputs());
  }

  private void printNumbers(PrintStream out) {
    Dataset data = source().read(file);
    for (int from = 0; from < data.size(); from += BATCH) {
      int[] indexes = IntStream.range(from, Math.min(from + BATCH, data.size())).toArray();
      HostTensor input = data.batch(indexes).input();
      print(student.predict(Map.of("input", shaped(input))), from == 0, out);
    }
  }

  /** The numbers of rows as the student takes them, for example images. */
  private HostTensor shaped(HostTensor rows) {
    var spec = student.content().inputs().values().iterator().next();
    boolean fits =
        spec.shape().isFixed()
            && spec.shape().size() == rows.size() / rows.shape().dim(0)
            && spec.type() == rows.type();
    return fits ? rows.reshape(spec.shape().prepend(rows.shape().dim(0))) : rows;
  }

  private void print(List<Prediction> predictions, boolean first, PrintStream out) {
    if (first) {
      out.println(heading(values(predictions.get(0)).length));
    }
    predictions.forEach(prediction -> out.println(line(prediction)));
  }

  private boolean isNumbers() {
    return student.content().answer() == Answer.NUMBERS;
  }

  private double[] values(Prediction prediction) {
    if (!isNumbers()) {
      return prediction.probabilities();
    }
    float[] outputs = prediction.outputs();
    return IntStream.range(0, outputs.length).mapToDouble(i -> outputs[i]).toArray();
  }

  private String heading(int width) {
    List<String> classes = student.content().classes();
    List<String> heading = new ArrayList<>(isNumbers() ? List.of() : List.of("prediction"));
    for (int i = 0; i < width; i++) {
      heading.add(classes.size() == width ? cell(classes.get(i)) : String.valueOf(i));
    }
    return String.join(",", heading);
  }

  private String line(Prediction prediction) {
    List<String> line = new ArrayList<>();
    if (student.content().answer() == Answer.MANY_LABELS) {
      line.add(cell(String.join(" ", prediction.labels())));
    } else if (!isNumbers()) {
      line.add(cell(prediction.className().orElse(String.valueOf(prediction.index()))));
    }
    DoubleStream.of(values(prediction)).forEach(value -> line.add(String.valueOf((float) value)));
    return String.join(",", line);
  }

  private static String cell(String text) {
    boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
    return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
  }
}
