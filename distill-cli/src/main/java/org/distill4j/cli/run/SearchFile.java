package org.distill4j.cli.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.distill4j.core.file.AtomicFiles;
import org.distill4j.core.tune.SizeReport;
import org.distill4j.core.tune.StudentSize;
import org.distill4j.core.tune.TuningReport;

/** What came of a search, for programs. */
public final class SearchFile {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TUNING = "distill4j-tuning-1";
  private static final String SIZES = "distill4j-sizes-1";

  private SearchFile() {}

  /**
   * Writes the result of a search for settings.
   *
   * @param file the file
   * @param report what came of it
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, TuningReport report) {
    ObjectNode root = JSON.createObjectNode().put("format", TUNING).put("metric", report.metric());
    ObjectNode best = root.putObject("best");
    report.best().numbers().forEach(best::put);
    put(root, "value", report.value());
    report
        .trials()
        .forEach(
            (settings, result) -> {
              ObjectNode trial = root.withArray("trials").addObject();
              ObjectNode numbers = trial.putObject("settings");
              settings.numbers().forEach(numbers::put);
              ObjectNode values = trial.putObject("valueAfterEpochs");
              result.values().forEach((epochs, value) -> put(values, epochs + "", value));
            });
    write(file, root);
  }

  /**
   * Writes the result of a size search.
   *
   * @param file the file
   * @param report what came of it
   * @throws UncheckedIOException if it cannot be written
   */
  public static void write(Path file, SizeReport report) {
    ObjectNode root = JSON.createObjectNode().put("format", SIZES).put("metric", report.metric());
    put(root, "wanted", report.wanted());
    report.smallest().ifPresent(size -> root.put("smallest", size.name()));
    for (StudentSize size : report.sizes()) {
      ObjectNode student = root.withArray("students").addObject().put("student", size.name());
      student.put("parameters", size.parameters()).put("flops", size.flops());
      put(student, "value", size.value());
      student.put("isPareto", report.pareto().contains(size));
    }
    write(file, root);
  }

  private static void put(ObjectNode node, String name, double value) {
    node.put(name, Double.isFinite(value) ? value : null);
  }

  private static void write(Path file, ObjectNode root) {
    AtomicFiles.writeResult(file, root.toPrettyString() + "\n");
  }
}
