package org.distill4j.cli.kind;

import java.util.List;
import java.util.Optional;
import org.distill4j.cli.yaml.Node;

/**
 * A key of a configuration.
 *
 * @param <T> what its value becomes
 * @param name its name, in small letters with hyphens
 * @param type what its value may be
 * @param need what happens where it is left out
 * @param doc what it is, for help
 */
public record Key<T>(String name, ValueType<T> type, Need need, String doc) implements Argument<T> {
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

  /**
   * A key that must be given.
   *
   * @param <T> what its value becomes
   * @param name its name
   * @param type what its value may be
   * @param doc what it is
   * @return the key
   */
  public static <T> Key<T> required(String name, ValueType<T> type, String doc) {
    return new Key<>(name, type, new Need.Required(), doc);
  }

  /**
   * A key that may be left out.
   *
   * @param <T> what its value becomes
   * @param name its name
   * @param type what its value may be
   * @param doc what it is
   * @return the key
   */
  public static <T> Key<T> free(String name, ValueType<T> type, String doc) {
    return new Key<>(name, type, new Need.Free(), doc);
  }

  /**
   * A key with a default.
   *
   * @param <T> what its value becomes
   * @param name its name
   * @param type what its value may be
   * @param value the default, whose text is read as if it was written
   * @param doc what it is
   * @return the key
   */
  public static <T> Key<T> of(String name, ValueType<T> type, Object value, String doc) {
    return new Key<>(name, type, new Need.Default(String.valueOf(value)), doc);
  }

  @Override
  public List<Key<?>> keys() {
    return List.of(this);
  }

  @Override
  public Expression<T> in(KeyValues values) {
    return values.get(this);
  }

  /** The value where the key is left out. */
  Optional<Expression<T>> absent(ConfigLocation location) {
    if (need instanceof Need.Default given) {
      return type.read(new Node.Text(given.value(), location.line()), location);
    }
    if (need instanceof Need.Required) {
      location.refuse(" lacks the key \"" + name + "\"", doc + ", " + type.expected(), "add it");
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
