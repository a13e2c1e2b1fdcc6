package org.distill4j.core.file;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The fields of a JSON object. {@code JsonNode.properties()} says the same from Jackson 2.15 on;
 * Spark and older releases of Spring Boot set an application to 2.13 or 2.14.
 */
public final class JsonFields {
  private JsonFields() {}

  /**
   * Returns the fields by name, in the order of the text.
   *
   * @param node a node
   * @return its fields; none if it is not an object
   */
  public static Map<String, JsonNode> of(JsonNode node) {
    Map<String, JsonNode> fields = new LinkedHashMap<>();
    node.fieldNames().forEachRemaining(name -> fields.put(name, node.path(name)));
    return fields;
  }
}
