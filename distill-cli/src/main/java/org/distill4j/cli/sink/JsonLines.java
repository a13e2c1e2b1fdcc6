package org.distill4j.cli.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.StepCompleted;

/** A JSON object on a line for each step and each epoch. */
final class JsonLines implements MetricSink {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter out;

  JsonLines(Path file) throws IOException {
    this.out = Files.newBufferedWriter(file);
  }

  @Override
  public void write(TrainingEvent event) throws IOException {
    if (event instanceof StepCompleted step) {
      ObjectNode line = JSON.createObjectNode();
      line.put("event", "step").put("epoch", step.epoch()).put("step", step.step());
      line.put("learningRate", step.learningRate());
      write(numbers(line, "loss", step.loss().asMap()));
    } else if (event instanceof EpochCompleted epoch) {
      EpochReport report = epoch.report();
      ObjectNode line = JSON.createObjectNode();
      line.put("event", "epoch").put("epoch", report.epoch());
      line.put("seconds", report.trainingTime().toNanos() / 1e9);
      numbers(line, "loss", report.loss().asMap());
      write(numbers(line, "metrics", report.metrics()));
      out.flush();
    }
  }

  /** Numbers that JSON does not have, as NaN, become null. */
  private static ObjectNode numbers(ObjectNode line, String name, Map<String, Double> values) {
    ObjectNode object = line.putObject(name);
    values.forEach(
        (key, value) -> {
          if (Double.isFinite(value)) {
            object.put(key, value);
          } else {
            object.putNull(key);
          }
        });
    return line;
  }

  private void write(ObjectNode line) throws IOException {
    out.write(JSON.writeValueAsString(line));
    out.newLine();
  }

  @Override
  public void close() throws IOException {
    out.close();
  }
}
