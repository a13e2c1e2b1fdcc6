package org.distill4j.cli.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.Resumed;
import org.distill4j.train.TrainingEvent.StepCompleted;

/** A JSON object on a line for each step and each epoch. */
final class JsonLines implements MetricSink {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final BufferedWriter out;

  JsonLines(Path file, Optional<Resumed> from) throws IOException {
    List<String> before = from.isPresent() ? before(file, from.get()) : List.of();
    this.out = Files.newBufferedWriter(file);
    for (String line : before) {
      out.write(line);
      out.newLine();
    }
  }

  /** What the file holds up to the checkpoint; a line that a kill cut off is after it. */
  private static List<String> before(Path file, Resumed from) throws IOException {
    List<String> kept = new ArrayList<>();
    for (String line : Files.exists(file) ? Files.readAllLines(file) : List.<String>of()) {
      if (isBefore(line, from)) {
        kept.add(line);
      }
    }
    return kept;
  }

  private static boolean isBefore(String line, Resumed from) {
    try {
      JsonNode node = JSON.readTree(line);
      return node.path("event").asText().equals("step")
          ? node.path("step").asLong(Long.MAX_VALUE) <= from.step()
          : node.path("epoch").asInt(Integer.MAX_VALUE) <= from.epochs().size();
    } catch (JsonProcessingException cutOff) {
      return false;
    }
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
