package org.distill4j.examples.mnist;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The content of {@code result.json}. Shares are in [0, 1], the divergence in nats. */
record MnistResult(
    String backend,
    String engineVersion,
    String device,
    long seed,
    DataResult dataset,
    double temperature,
    double alpha,
    int batchSize,
    TeacherResult teacher,
    StudentResult distilled,
    StudentResult alone,
    double totalSeconds,
    @Nullable Double peakRssMb) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  record DataResult(String name, int train, int test) {
    static DataResult of(MnistTask task) {
      return new DataResult(task.name(), task.train().size(), task.test().size());
    }
  }

  record TeacherResult(long parameters, List<Double> epochSeconds, double accuracy, long errors) {
    static TeacherResult of(Candidate teacher) {
      return new TeacherResult(
          teacher.parameters(), teacher.epochSeconds(), teacher.accuracy(), teacher.errors());
    }
  }

  record StudentResult(
      long parameters,
      long bytes,
      List<Double> epochSeconds,
      List<Double> epochLoss,
      double accuracy,
      long errors,
      double agreement,
      double klToTeacher,
      double ece,
      double latencyMicrosP50) {
    static StudentResult of(Candidate student) {
      return new StudentResult(
          student.parameters(),
          student.bytes(),
          student.epochSeconds(),
          student.epochLoss(),
          student.accuracy(),
          student.errors(),
          student.agreement(),
          student.klToTeacher(),
          student.calibrationError(),
          student.oneDigit().p50Micros());
    }
  }

  static MnistResult read(Path file) {
    try {
      return JSON.readValue(Files.readString(file), MnistResult.class);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          file
              + " could not be read ("
              + e
              + "), expected the result.json of an MNIST run.\nMaybe the folder is another, or the"
              + " run did not end.",
          e);
    }
  }

  void write(Path file) {
    try {
      Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The result could not be written to "
              + file
              + " ("
              + e
              + "), expected a folder to write to.\nMaybe --out DIR chooses another.",
          e);
    }
  }
}
