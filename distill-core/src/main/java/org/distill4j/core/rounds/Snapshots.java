package org.distill4j.core.rounds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import org.distill4j.core.file.JsonFields;
import org.distill4j.optim.OptimizerState;
import org.distill4j.train.LearnerSpec;
import org.distill4j.train.LossValues;
import org.distill4j.train.RoundReport;

/** The states of one training in its folder. The two newest are kept. */
final class Snapshots {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "round-(\\d{9})\\.snapshot";
  private static final int KEPT = 2;

  private final RoundFiles files;
  private final Map<String, String> training;
  private final WeightLayout layout;
  private final InnerStates optimizers;
  private final boolean hasVelocity;

  Snapshots(RoundFiles files, RoundPlan plan, LearnerSpec spec, Map<String, String> training) {
    this.files = files;
    this.training = training;
    this.layout = WeightLayout.of(spec);
    List<String> slots = plan.isSynchronous() ? spec.slots() : List.of();
    this.optimizers = new InnerStates(files, slots, LocalWorker.trained(spec));
    this.hasVelocity = !plan.isSynchronous();
  }

  /** A state and its file. */
  record Found(String location, RoundState state) {}

  /** Writes a state and returns its name. */
  String write(RoundState state) {
    String name = "round-%09d.snapshot".formatted(state.round());
    try {
      files.write(name, out -> write(new StateFormat.Writer(out, header(state)), state));
      List<String> all = names();
      for (String old : all.subList(0, Math.max(0, all.size() - KEPT))) {
        files.delete(old);
      }
      return files.location(name);
    } catch (IOException error) {
      throw new UncheckedIOException(
          "The snapshot "
              + files.location(name)
              + " could not be written: "
              + error
              + ".\nMaybe the disk is full, or the folder is not yours to write.",
          error);
    }
  }

  private void write(StateFormat.Writer writer, RoundState state) throws IOException {
    writer.floats(state.values());
    writer.doubles(state.velocity());
    optimizers.write(writer, state.optimizer());
    writer.end();
  }

  private ObjectNode header(RoundState state) {
    ObjectNode header = JSON.createObjectNode().put("round", state.round());
    header.put("step", state.optimizer().step());
    ObjectNode parts = header.putObject("training");
    training.forEach(parts::put);
    ArrayNode reports = header.putArray("reports");
    state.reports().forEach(report -> reports.add(node(report)));
    return header;
  }

  private static ObjectNode node(RoundReport report) {
    ObjectNode node = JSON.createObjectNode().put("round", report.round());
    node.put("examples", report.examples()).put("movement", Double.toString(report.movement()));
    node.put("computing", report.computing().toString()).put("time", report.time().toString());
    ObjectNode loss = node.putObject("loss");
    report.loss().asMap().forEach((name, value) -> loss.put(name, Double.toString(value)));
    return node;
  }

  private static RoundReport report(JsonNode node) {
    Map<String, Double> loss = new LinkedHashMap<>();
    JsonFields.of(node.path("loss"))
        .forEach((name, value) -> loss.put(name, Double.valueOf(value.asText())));
    return new RoundReport(
        node.path("round").asInt(),
        new LossValues(loss),
        node.path("examples").asLong(),
        Double.parseDouble(node.path("movement").asText()),
        Duration.parse(node.path("computing").asText()),
        Duration.parse(node.path("time").asText()));
  }

  /** Returns the newest readable state; damaged ones are reported and skipped. */
  Optional<Found> newest(BiConsumer<String, String> skipped) {
    List<String> names = new ArrayList<>(names());
    names.sort(Comparator.reverseOrder());
    for (String name : names) {
      try (InputStream in = files.read(name)) {
        return Optional.of(new Found(files.location(name), read(name, in)));
      } catch (StateFormat.DamagedException damaged) {
        skipped.accept(files.location(name), String.valueOf(damaged.getMessage()));
      } catch (IOException error) {
        throw unreadable(error);
      }
    }
    return Optional.empty();
  }

  private RoundState read(String name, InputStream in) throws IOException {
    StateFormat.Reader reader = new StateFormat.Reader(in);
    JsonNode header = reader.header();
    requireTraining(name, header.path("training"));
    float[] values = reader.floats(layout.size());
    double[] velocity = reader.doubles(hasVelocity ? layout.size() : 0);
    OptimizerState optimizer = optimizers.read(reader, header.path("step").asLong());
    reader.end();
    try {
      List<RoundReport> reports = new ArrayList<>();
      header.path("reports").forEach(node -> reports.add(report(node)));
      return new RoundState(header.path("round").asInt(), values, velocity, optimizer, reports);
    } catch (NumberFormatException | DateTimeException error) {
      throw new StateFormat.DamagedException("its reports are not numbers");
    }
  }

  private void requireTraining(String name, JsonNode written) {
    training.forEach(
        (part, now) -> {
          String then = written.path(part).asText();
          if (!then.equals(now)) {
            throw new IllegalArgumentException(
                "The snapshot "
                    + files.location(name)
                    + " is of a training whose "
                    + part
                    + " is "
                    + then
                    + ", expected "
                    + now
                    + ".\nMaybe choose another folder, or delete it to begin anew.");
          }
        });
  }

  /** Returns the rounds of all snapshots. */
  Set<Integer> rounds() {
    return names().stream()
        .map(name -> Integer.valueOf(name.replaceFirst(NAME, "$1")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private List<String> names() {
    try {
      return files.names().stream().filter(name -> name.matches(NAME)).sorted().toList();
    } catch (IOException error) {
      throw unreadable(error);
    }
  }

  private UncheckedIOException unreadable(IOException error) {
    return new UncheckedIOException(
        "The snapshots in "
            + files.location("")
            + " could not be read: "
            + error
            + ".\nMaybe the folder is not yours to read.",
        error);
  }
}
