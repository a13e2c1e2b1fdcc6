package org.distill4j.cli.kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.distill4j.cli.yaml.Problems;

/**
 * The values of the keys of one part of a configuration, defaults included.
 *
 * @param byKey the values by key
 * @param location where they are
 */
public record KeyValues(Map<String, Expression<?>> byKey, ConfigLocation location) {
  /** The values of no keys. */
  static final KeyValues NONE =
      new KeyValues(Map.of(), new ConfigLocation("", 1, new Problems("")));

  /** Takes a copy. */
  public KeyValues {
    byKey = Map.copyOf(byKey);
  }

  /**
   * Returns a value that is there, as its key is required or has a default.
   *
   * @param <T> what it is
   * @param key the key
   * @return its value
   * @throws IllegalStateException if it is not there
   */
  public <T> Expression<T> get(Key<T> key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("The key " + key.name() + " has no value."));
  }

  /**
   * Finds a value.
   *
   * @param <T> what it is
   * @param key the key
   * @return its value; empty if it was left out
   */
  @SuppressWarnings("unchecked") // The key's own type read the value, or with() took it.
  public <T> Optional<Expression<T>> find(Key<T> key) {
    return Optional.ofNullable((Expression<T>) byKey.get(key.name()));
  }

  /**
   * Returns a value that is there, made.
   *
   * @param <T> what it is
   * @param key the key
   * @return its value
   * @throws IllegalStateException if it is not there
   */
  public <T> T value(Key<T> key) {
    return get(key).value();
  }

  /**
   * Finds a value and makes it.
   *
   * @param <T> what it is
   * @param key the key
   * @return its value; empty if it was left out
   */
  public <T> Optional<T> findValue(Key<T> key) {
    return find(key).map(Expression::value);
  }

  /**
   * Returns these values with another one.
   *
   * @param <T> what it is
   * @param key the key
   * @param value its value
   * @return the changed values
   */
  public <T> KeyValues with(Key<T> key, Expression<T> value) {
    Map<String, Expression<?>> changed = new LinkedHashMap<>(byKey);
    changed.put(key.name(), value);
    return new KeyValues(changed, location);
  }
}
