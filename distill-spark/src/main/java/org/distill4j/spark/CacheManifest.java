package org.distill4j.spark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * The manifest of a cache of a teacher's outputs.
 *
 * @param teacher the teacher's fingerprint
 * @param data the fingerprint of the examples
 * @param idCol the column of the ids
 * @param rows the number of rows
 * @param files the SHA-256 of each file of rows, by its name
 */
record CacheManifest(
    String teacher, String data, String idCol, long rows, Map<String, String> files) {
  private static final String FORMAT = "distill4j-teacher-cache-1";
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] encode() throws IOException {
    ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
    root.put("teacher", teacher).put("data", data).put("idCol", idCol).put("rows", rows);
    ObjectNode all = root.putObject("files");
    files.forEach(all::put);
    return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
  }

  static CacheManifest decode(String source, byte[] text) throws IOException {
    JsonNode root;
    try {
      root = JSON.readTree(text);
    } catch (JsonProcessingException error) {
      throw invalid(source, error.getOriginalMessage());
    }
    if (root == null || !FORMAT.equals(root.path("format").asText())) {
      throw invalid(source, "its format is not " + FORMAT);
    }
    Map<String, String> files = new TreeMap<>();
    root.path("files")
        .fieldNames()
        .forEachRemaining(name -> files.put(name, root.path("files").path(name).asText()));
    return new CacheManifest(
        root.path("teacher").asText(),
        root.path("data").asText(),
        root.path("idCol").asText(),
        root.path("rows").asLong(),
        files);
  }

  private static IllegalArgumentException invalid(String source, String problem) {
    return new IllegalArgumentException(
        source
            + " is not a manifest of a teacher's outputs: "
            + problem
            + ".\nMaybe it was cut short or belongs to another program; write the cache again.");
  }
}
