package org.distill4j.cli.sink;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.core.file.GrowingFile;
import org.distill4j.train.EpochReport;
import org.distill4j.train.TrainingEvent;
import org.distill4j.train.TrainingEvent.EpochCompleted;
import org.distill4j.train.TrainingEvent.Resumed;
import org.distill4j.train.TrainingEvent.StepCompleted;

/** A JSON object on a line for each step and each epoch. */
final class JsonMetrics implements MetricSink {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final GrowingFile file;

  JsonMetrics(Path path, Optional<Resumed> from) throws IOException {
    Kept kept = from.isPresent() ? kept(path, from.get()) : new Kept(0, 0);
    this.file = GrowingFile.after(path, kept.bytes());
    List<EpochReport> epochs = from.map(Resumed::epochs).orElse(List.of());
    // An epoch is told of after its checkpoint, so a kill in between left it out.
    for (EpochReport report :
        epochs.subList(Math.min(kept.epochs(), epochs.size()), epochs.size())) {
      write(report);
    }
  }

  /** The bytes of a file from before a checkpoint. */
  private record Kept(long bytes, int epochs) {}

  /** Finds the first line that is after the checkpoint, or that a kill cut off. */
  private static Kept kept(Path path, Resumed from) throws IOException {
    long bytes = 0;
    int epochs = 0;
    if (Files.exists(path)) {
      try (InputStream in = new BufferedInputStream(Files.newInputStream(path))) {
        for (byte[] line = line(in); line.length > 0; line = line(in)) {
          JsonNode node = parsed(line);
          if (!isBefore(node, from)) {
            break;
          }
          bytes += line.length;
          epochs += isStep(node) ? 0 : 1;
        }
      }
    }
    return new Kept(bytes, epochs);
  }

  /** Reads to the end of a line; a line without an end is dropped. */
  private static byte[] line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int next = in.read(); next >= 0; next = in.read()) {
      line.write(next);
      if (next == '\n') {
        return line.toByteArray();
      }
    }
    return new byte[0];
  }

  private static JsonNode parsed(byte[] line) throws IOException {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException damaged) {
      return MissingNode.getInstance();
    }
  }

  private static boolean isStep(JsonNode node) {
    return node.path("event").asText().equals("step");
  }

  private static boolean isBefore(JsonNode node, Resumed from) {
    return isStep(node)
        ? node.path("step").asLong(Long.MAX_VALUE) <= from.step()
        : node.path("epoch").asInt(Integer.MAX_VALUE) <= from.epochs().size();
  }

  @Override
  public void write(TrainingEvent event) throws IOException {
    if (event instanceof StepCompleted step) {
      ObjectNode line = JSON.createObjectNode();
      line.put("event", "step").put("epoch", step.epoch()).put("step", step.step());
      line.put("learningRate", step.learningRate());
      write(numbers(line, "loss", step.loss().asMap()));
    } else if (event instanceof EpochCompleted epoch) {
      write(epoch.report());
      file.stream().flush();
    }
  }

  private void write(EpochReport report) throws IOException {
    ObjectNode line = JSON.createObjectNode();
    line.put("event", "epoch").put("epoch", report.epoch());
    line.put("seconds", report.trainingTime().toNanos() / 1e9);
    numbers(line, "loss", report.loss().asMap());
    write(numbers(line, "metrics", report.metrics()));
  }

  /** Writes numbers that JSON lacks, such as NaN, as null. */
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
    file.stream().write((JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void force() throws IOException {
    file.force();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
