package org.distill4j.core.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.core.file.JsonFields;
import org.distill4j.train.EpochReport;
import org.distill4j.train.LossValues;

/** The content of a checkpoint besides arrays, as JSON. Numbers are texts, which keep every bit. */
final class CheckpointText {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CheckpointText() {}

  static String texts(Map<String, String> values) {
    ObjectNode node = JSON.createObjectNode();
    values.forEach(node::put);
    return node.toString();
  }

  static Map<String, String> texts(String json) throws JsonProcessingException {
    Map<String, String> values = new LinkedHashMap<>();
    JsonFields.of(JSON.readTree(json)).forEach((name, value) -> values.put(name, value.asText()));
    return values;
  }

  static String epochs(List<EpochReport> epochs) {
    ArrayNode list = JSON.createArrayNode();
    for (EpochReport epoch : epochs) {
      ObjectNode node = list.addObject().put("epoch", epoch.epoch());
      node.set("loss", numbers(epoch.loss().asMap()));
      node.set("metrics", numbers(epoch.metrics()));
      node.put("time", epoch.trainingTime().toString());
    }
    return list.toString();
  }

  static List<EpochReport> epochs(String json) throws JsonProcessingException {
    List<EpochReport> epochs = new ArrayList<>();
    for (JsonNode node : JSON.readTree(json)) {
      epochs.add(
          new EpochReport(
              node.path("epoch").asInt(),
              new LossValues(numbers(node.path("loss"))),
              numbers(node.path("metrics")),
              Duration.parse(node.path("time").asText())));
    }
    return epochs;
  }

  static String running(Checkpoint.Running running) {
    ObjectNode node = JSON.createObjectNode().put("examples", running.examples());
    node.set("sums", numbers(running.sums()));
    return node.put("time", running.time().toString()).toString();
  }

  static Checkpoint.Running running(String json) throws JsonProcessingException {
    JsonNode node = JSON.readTree(json);
    return new Checkpoint.Running(
        numbers(node.path("sums")),
        node.path("examples").asLong(),
        Duration.parse(node.path("time").asText()));
  }

  private static ObjectNode numbers(Map<String, Double> values) {
    ObjectNode node = JSON.createObjectNode();
    values.forEach((name, value) -> node.put(name, value.toString()));
    return node;
  }

  private static Map<String, Double> numbers(JsonNode node) {
    Map<String, Double> values = new LinkedHashMap<>();
    JsonFields.of(node).forEach((name, value) -> values.put(name, Double.valueOf(value.asText())));
    return values;
  }
}
