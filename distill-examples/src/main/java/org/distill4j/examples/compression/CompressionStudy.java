package org.distill4j.examples.compression;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.distill4j.examples.engine.ResultFolders;
import org.distill4j.examples.mnist.Mnist;
import org.distill4j.examples.mnist.MnistSettings;
import org.distill4j.examples.trial.Study;
import org.distill4j.examples.trial.StudyEngine;
import org.distill4j.examples.trial.StudyResults;

/**
 * A study of students of several widths, alone, distilled, as ONNX and in int8.
 *
 * @param widths the widths of their hidden layer
 * @param epochs how often each student sees the digits
 * @param teacherEpochs how often the teacher sees them
 * @param out where files go
 */
record CompressionStudy(List<Integer> widths, int epochs, int teacherEpochs, Path out)
    implements Study<Mnist> {
  private static final int BATCH = 64;
  private static final double TEMPERATURE = 5;
  private static final double ALPHA = 0.7;
  private static final double LEARNING_RATE = 1e-3;

  CompressionStudy {
    widths = List.copyOf(widths);
    settings(epochs, teacherEpochs, 0);
    for (int width : widths) {
      if (width < 1) {
        throw new IllegalArgumentException(
            "A student of width "
                + width
                + ", expected at least 1.\nMaybe --widths has a number too many.");
      }
    }
  }

  private static MnistSettings settings(int epochs, int teacherEpochs, long seed) {
    return new MnistSettings(teacherEpochs, epochs, BATCH, TEMPERATURE, ALPHA, LEARNING_RATE, seed);
  }

  @Override
  public StudyResults run(StudyEngine bench, Mnist digits, long... seeds) {
    ResultFolders.make(out, "students");
    StudyResults trials = CompressionTrial.table();
    for (long seed : seeds) {
      CompressionTrial sizing =
          new CompressionTrial(bench, digits, settings(epochs, teacherEpochs, seed), trials);
      widths.forEach(width -> sizing.student(width, out));
    }
    write(trials.csv());
    return trials;
  }

  private void write(String csv) {
    Path file = out.resolve("compression.csv");
    try {
      Files.writeString(file, csv);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "File "
              + file
              + " cannot be written ("
              + e
              + "), expected a place for the numbers.\nMaybe --out DIR chooses another.",
          e);
    }
  }
}
