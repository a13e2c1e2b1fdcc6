package org.distill4j.cli.config;

import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/** What a key's value may be. */
public interface ValueType {
  /** {@return what is expected, for messages and help: "a whole number"} */
  String expected();

  /**
   * Reads a value.
   *
   * @param node the value as it was written
   * @param site where; what is wrong is noted there
   * @return the value; empty if something was noted
   */
  Optional<JavaExpression> read(Node node, ConfigLocation site);
}
