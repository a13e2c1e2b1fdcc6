package org.distill4j.cli.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The values of the keys of one part of a configuration, defaults included.
 *
 * @param byKey the values by key
 * @param site where they are
 */
public record KeyValues(Map<String, JavaExpression> byKey, ConfigLocation site) {
  /**
   * Takes a copy.
   *
   * @param byKey the values by key
   * @param site where they are
   */
  public KeyValues {
    byKey = Map.copyOf(byKey);
  }

  /**
   * A value that is there, as its key is required or has a default.
   *
   * @param key the key
   * @return its value
   * @throws IllegalStateException if it is not there
   */
  public JavaExpression get(Key key) {
    return find(key)
        .orElseThrow(() -> new IllegalStateException("The key " + key.name() + " has no value."));
  }

  /**
   * A value.
   *
   * @param key the key
   * @return its value; empty if it was left out
   */
  public Optional<JavaExpression> find(Key key) {
    return Optional.ofNullable(byKey.get(key.name()));
  }

  /**
   * The values of a section that is there.
   *
   * @param key the section's key
   * @return its values
   */
  public KeyValues section(Key key) {
    return get(key).as(KeyValues.class);
  }

  /**
   * The values of a section.
   *
   * @param key the section's key
   * @return its values; empty if it was left out
   */
  public Optional<KeyValues> findSection(Key key) {
    return find(key).map(section -> section.as(KeyValues.class));
  }

  /**
   * These values with another one.
   *
   * @param key the key
   * @param value its value
   * @return the changed values
   */
  public KeyValues with(Key key, JavaExpression value) {
    Map<String, JavaExpression> changed = new LinkedHashMap<>(byKey);
    changed.put(key.name(), value);
    return new KeyValues(changed, site);
  }
}
