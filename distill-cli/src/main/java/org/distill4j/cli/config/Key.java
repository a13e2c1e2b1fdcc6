package org.distill4j.cli.config;

import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * A key of a configuration.
 *
 * @param name its name, in small letters with hyphens
 * @param type what its value may be
 * @param need what happens where it is left out
 * @param doc what it is, for help
 */
public record Key(String name, ValueType type, Need need, String doc) {
  /** What happens where a key is left out. */
  public sealed interface Need {
    /** It must be given. */
    record Required() implements Need {}

    /** Nothing. */
    record Free() implements Need {}

    /**
     * Another value is taken.
     *
     * @param value the value as it would be written
     */
    record Default(String value) implements Need {}
  }

  static Key required(String name, ValueType type, String doc) {
    return new Key(name, type, new Need.Required(), doc);
  }

  static Key free(String name, ValueType type, String doc) {
    return new Key(name, type, new Need.Free(), doc);
  }

  static Key of(String name, ValueType type, Object value, String doc) {
    return new Key(name, type, new Need.Default(String.valueOf(value)), doc);
  }

  /** The value where the key is left out. */
  Optional<JavaExpression> absent(ConfigLocation site) {
    if (need instanceof Need.Default given) {
      return type.read(new Node.Text(given.value(), site.line()), site);
    }
    if (need instanceof Need.Required) {
      site.refuse(" lacks the key \"" + name + "\"", doc + ", " + type.expected(), "add it");
    }
    return Optional.empty();
  }

  /** {@return a line of help} */
  public String help() {
    String more =
        need instanceof Need.Default given
            ? " (" + given.value() + ")"
            : need instanceof Need.Required ? ", required" : "";
    return name + ": " + type.expected() + more + ". " + doc + ".";
  }
}
