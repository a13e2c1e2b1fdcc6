package org.distill4j.cli.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.data.TableEncoding;
import org.distill4j.core.metric.Evaluation;
import org.distill4j.core.weights.StudentFile;
import org.distill4j.core.weights.WeightStorage;
import org.distill4j.data.Dataset;
import org.distill4j.model.Weights;
import org.distill4j.onnx.OnnxExport;
import org.distill4j.onnx.OnnxOptions;
import org.distill4j.onnx.OnnxPredictor;
import org.distill4j.onnx.OnnxQuantizer;
import org.distill4j.train.Metric;

/** The trained student of a run as an ONNX file, or as a student file. */
public final class StudentExport {
  /** The name of the student's file. */
  public static final String FILE = "student.d4j";

  private final RunFile run;
  private final OnnxExport export;
  private final Weights weights;

  /**
   * A student to be written.
   *
   * @param run the run
   * @param weights what it learnt
   */
  public StudentExport(RunFile run, Weights weights) {
    this.run = run;
    this.weights = weights;
    this.export =
        OnnxExport.of(run.student(), weights).withNotes(Map.of("configuration", run.text()));
  }

  /**
   * Writes it in float32.
   *
   * @param file the file, replaced if it is there
   * @throws IllegalArgumentException if the student cannot be written for every batch size
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void write(Path file) {
    export.write(file);
  }

  /**
   * Writes it as a student file, with the names of classes and the encoding of the training data.
   *
   * @param file the file, replaced if it is there
   * @param storage how exactly it holds weights
   * @param weightsFile the file of the weights, beside which the encoding of a table is kept
   * @throws IllegalArgumentException if the student cannot be written for every batch size
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public void writeStudent(Path file, WeightStorage storage, Path weightsFile) {
    StudentFile student = StudentFile.of(run.student(), weights).describedBy(run.train());
    Path encoding = TableEncoding.beside(weightsFile);
    if (Files.exists(encoding)) {
      student = student.withEncoding(TableEncoding.read(encoding).inputEncoding());
    }
    student
        .withAnswer(NetworkMeasurements.answer(run))
        .withStorage(storage)
        .withNotes(export.notes())
        .write(file);
  }

  /**
   * Writes it in int8, and measures that on the validation examples.
   *
   * @param file the file, replaced if it is there
   * @param calibration how many training examples show the range of its inner values
   * @return the size in bytes and the metrics, of the student in float32 and in int8
   * @throws IllegalArgumentException under the conditions of {@link #write}, or if the data are not
   *     the student's, or nothing of it can be quantised
   * @throws java.io.UncheckedIOException if the file cannot be written
   */
  public Map<String, Map<String, Double>> writeInt8(Path file, int calibration) {
    OnnxQuantizer.Report report =
        OnnxQuantizer.of(run.train()).withExamples(calibration).write(export, file);
    Map<String, Map<String, Double>> columns = new LinkedHashMap<>();
    OnnxOptions options = OnnxOptions.defaults();
    try (OnnxPredictor whole = OnnxPredictor.load(export.name(), export.toBytes(), options);
        OnnxPredictor small = OnnxPredictor.open(file)) {
      columns.put("float32", measured(whole, report.bytesBefore()));
      columns.put("int8", measured(small, report.bytes()));
    }
    return columns;
  }

  private Map<String, Double> measured(OnnxPredictor student, long bytes) {
    Dataset data = run.validation().orElseGet(run::train);
    List<Metric> metrics = NetworkMeasurements.metrics(run, false);
    Map<String, Double> numbers =
        new LinkedHashMap<>(Evaluation.evaluate(student, data, List.of(), metrics));
    numbers.put("bytes", (double) bytes);
    return numbers;
  }
}
