package org.distill4j.examples.mnist;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.distill4j.train.LossValues;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingListener;

/** The loss terms of each step of a training, as a file of comma-separated values. */
final class StepLosses implements TrainingListener {
  private final List<LossValues> steps = new ArrayList<>();

  @Override
  public void on(TrainingEvent event) {
    if (event instanceof TrainingEvent.StepCompleted completed) {
      steps.add(completed.loss());
    }
  }

  void write(Path file) {
    List<String> lines = new ArrayList<>();
    lines.add("step," + String.join(",", steps.get(0).asMap().keySet()));
    for (int i = 0; i < steps.size(); i++) {
      lines.add(
          (i + 1)
              + ","
              + steps.get(i).asMap().values().stream()
                  .map(String::valueOf)
                  .collect(Collectors.joining(",")));
    }
    try {
      Files.write(file, lines);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "The losses could not be written to " + file + ", expected a folder to write to", e);
    }
  }

  /** Returns the totals in such a file, step by step. */
  static List<Double> totals(Path file) {
    try {
      return Files.readAllLines(file).stream()
          .skip(1)
          .map(line -> Double.valueOf(line.split(",", -1)[1]))
          .toList();
    } catch (IOException | RuntimeException e) {
      throw new IllegalArgumentException(
          "The losses in "
              + file
              + " could not be read ("
              + e
              + "), expected a file that the MNIST run wrote.\nMaybe run it again.",
          e);
    }
  }
}
