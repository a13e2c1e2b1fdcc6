package org.distill4j.cli.kind;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of the keys of one part of a configuration, defaults included.
 *
 * @param byKey the values by key
 * @param location where they are
 */
public record KeyValues(Map<String, JavaExpression<?>> byKey, ConfigLocation location) {
  /**
   * Takes a copy.
   *
   * @param byKey the values by key
   * @param location where they are
   */
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
  public <T> JavaExpression<T> get(Key<T> key) {
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
  public <T> Optional<JavaExpression<T>> find(Key<T> key) {
    return Optional.ofNullable((JavaExpression<T>) byKey.get(key.name()));
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
    return find(key).map(JavaExpression::value);
  }

  /**
   * Returns these values with another one.
   *
   * @param <T> what it is
   * @param key the key
   * @param value its value
   * @return the changed values
   */
  public <T> KeyValues with(Key<T> key, JavaExpression<T> value) {
    Map<String, JavaExpression<?>> changed = new LinkedHashMap<>(byKey);
    changed.put(key.name(), value);
    return new KeyValues(changed, location);
  }
}
