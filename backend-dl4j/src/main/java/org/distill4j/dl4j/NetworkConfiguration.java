package org.distill4j.dl4j;

import java.io.IOException;
import java.util.List;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * The configuration of a network as JSON. It names the classes that the engine makes its parts of,
 * so only those of the engine itself are allowed.
 */
final class NetworkConfiguration {
  private static final String CLASS = "@class";

  private static final List<String> ALLOWED =
      List.of(
          "org.deeplearning4j.nn.api.",
          "org.deeplearning4j.nn.conf.",
          "org.deeplearning4j.nn.modelimport.keras.",
          "org.deeplearning4j.nn.weights.",
          "org.nd4j.linalg.activations.impl.",
          "org.nd4j.linalg.learning.config.",
          "org.nd4j.linalg.learning.regularization.",
          "org.nd4j.linalg.lossfunctions.impl.",
          "org.nd4j.linalg.schedule.");

  private static final int MOST_NESTED = 100;

  private NetworkConfiguration() {}

  /**
   * Refuses a configuration that names other classes, or is nested so deep that its reader would
   * run out of stack.
   *
   * @throws IllegalArgumentException if it does
   * @throws IOException if it is no JSON
   */
  static void require(String json) throws IOException {
    int depth = 0;
    boolean names = false;
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (depth > MOST_NESTED) {
          throw new IllegalArgumentException("its configuration is nested too deep");
        }
        if (names) {
          requireAllowed(parser.getText());
        }
        names = token == JsonToken.FIELD_NAME && parser.getText().equals(CLASS);
      }
    }
  }

  private static void requireAllowed(String name) {
    if (ALLOWED.stream().noneMatch(name::startsWith)) {
      throw new IllegalArgumentException(
          "its configuration names the class "
              + name.substring(0, Math.min(name.length(), 100))
              + ", which is none of Deeplearning4j's");
    }
  }
}
