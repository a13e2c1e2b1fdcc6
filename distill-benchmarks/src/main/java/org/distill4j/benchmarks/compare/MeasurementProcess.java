package org.distill4j.benchmarks.compare;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.benchmarks.job.EnginePrograms;
import org.distill4j.benchmarks.measure.BenchmarkTable;

/**
 * A process that measures one subject of one engine, so that no engine meets another's memory, and
 * every measurement begins with a fresh virtual machine.
 */
public final class MeasurementProcess {
  private static final String VECTORS = "jdk.incubator.vector";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, Measurement> KINDS =
      Map.of(
          "steps", new StepMeasurement(),
          "epochs", new EpochMeasurement(),
          "curves", new GrowthMeasurement(),
          "settings", new SettingsMeasurement(),
          "networks", new NetworkMeasurement(),
          "tables", new TableSizeMeasurement(),
          "once-framework", new StartupMeasurement(StartupMeasurement.Author.FRAMEWORK),
          "once-by-hand", new StartupMeasurement(StartupMeasurement.Author.BY_HAND));

  private MeasurementProcess() {}

  /**
   * The measurement of a child process.
   *
   * @param kind what to measure
   * @param backend the engine's backend
   * @param result where to write the tables
   * @param data the folder of MNIST's files; empty for the embedded digits
   * @throws IOException if the tables cannot be written
   */
  public static void measure(String kind, String backend, Path result, Optional<Path> data)
      throws IOException {
    Measurement measurement = KINDS.get(kind);
    EnginePrograms engine =
        MeasurementSubject.engines().stream()
            .filter(candidate -> candidate.backend().equals(backend))
            .findFirst()
            .orElseThrow();
    if (measurement != null) {
      JSON.writeValue(result.toFile(), measurement.of(new MeasurementSubject(engine, data)));
    }
  }

  /** {@return the options that give a measured process Java's Vector API, if this one has it} */
  public static List<String> vectors() {
    return ModuleLayer.boot().findModule(VECTORS).isPresent()
        ? List.of("--add-modules", VECTORS)
        : List.of();
  }

  /** Starts a child and waits for its tables. */
  static List<BenchmarkTable> run(String kind, String backend, Optional<Path> data)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile("distill4j-benchmark", ".json");
    List<String> command =
        new ArrayList<>(
            List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx1g"));
    command.addAll(vectors());
    command.addAll(
        List.of(
            "-cp",
            System.getProperty("java.class.path"),
            "org.distill4j.benchmarks.Main",
            "child",
            kind,
            backend,
            result.toString()));
    data.ifPresent(folder -> command.addAll(List.of("--data", folder.toString())));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    if (!kind.equals("settings")) {
      // ND4J's own loops would otherwise take all cores, whatever a program asks for.
      builder.environment().put("OMP_NUM_THREADS", "1");
    }
    Process process = builder.start();
    if (process.waitFor() != 0) {
      throw new IllegalStateException(
          "Measuring "
              + kind
              + " of "
              + backend
              + " ended with "
              + process.exitValue()
              + ", expected 0.\nMaybe its output above says why.");
    }
    List<BenchmarkTable> tables =
        JSON.readValue(result.toFile(), new TypeReference<List<BenchmarkTable>>() {});
    Files.delete(result);
    return tables;
  }
}
