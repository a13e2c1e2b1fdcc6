package org.distill4j.cli.kind;

import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The kinds of all providers, by group. */
public final class KindRegistry {
  /** Orders the names of providers, those of this module before all others. */
  private static final Comparator<String> BUILT_IN_FIRST =
      Comparator.comparing((String name) -> !name.startsWith("org.distill4j.cli.config."))
          .thenComparing(Comparator.naturalOrder());

  private static @Nullable KindRegistry last;

  private final ClassLoader loader;
  private final Map<String, Map<String, Kind<?>>> groups = new LinkedHashMap<>();
  private final Map<Kind<?>, String> providers = new LinkedHashMap<>();
  private String provider = "";

  private KindRegistry(ClassLoader loader) {
    this.loader = loader;
  }

  /** The kinds that the thread's class loader sees, those of this module first. */
  static synchronized KindRegistry find() {
    ClassLoader loader =
        Optional.ofNullable(Thread.currentThread().getContextClassLoader())
            .orElseGet(KindRegistry.class::getClassLoader);
    KindRegistry found = last;
    if (found == null || found.loader != loader) {
      found = load(loader);
      last = found;
    }
    return found;
  }

  private static KindRegistry load(ClassLoader loader) {
    KindRegistry registry = new KindRegistry(loader);
    Map<String, KindProvider> found = new TreeMap<>(BUILT_IN_FIRST);
    try {
      for (ClassLoader each : List.of(KindRegistry.class.getClassLoader(), loader)) {
        for (KindProvider provider : ServiceLoader.load(KindProvider.class, each)) {
          found.putIfAbsent(provider.getClass().getName(), provider);
        }
      }
    } catch (ServiceConfigurationError broken) {
      throw new IllegalArgumentException(
          "A provider of kinds cannot be loaded ("
              + broken.getMessage()
              + "), expected a public class with a public constructor.\n"
              + "Maybe its jar needs another one that is missing on the class path.",
          broken);
    }
    found.values().forEach(registry::add);
    return registry;
  }

  private void add(KindProvider other) {
    provider = other.getClass().getName();
    other.addTo(this);
  }

  /**
   * Adds kinds to a group.
   *
   * @param <T> what the group's kinds make
   * @param group the group, one of {@link KindGroups}
   * @param kinds the kinds
   * @throws IllegalArgumentException if the group has a kind of that name
   */
  @SafeVarargs
  public final <T> void add(KindGroup<T> group, Kind<? extends T>... kinds) {
    Map<String, Kind<?>> byName =
        groups.computeIfAbsent(group.name(), name -> new LinkedHashMap<>());
    for (Kind<? extends T> kind : kinds) {
      Kind<?> other = byName.putIfAbsent(kind.name(), kind);
      if (other != null) {
        throw new IllegalArgumentException(
            "The "
                + group.name()
                + " "
                + kind.name()
                + " is provided by "
                + providers.get(other)
                + " and by "
                + provider
                + ", expected one of each name.\nMaybe a jar is on the class path twice.");
      }
      providers.put(kind, provider);
    }
  }

  /** The kinds of a group by name. */
  @SuppressWarnings("unchecked") // A group takes kinds of its own type alone.
  <T> Map<String, Kind<? extends T>> kinds(String group) {
    Map<String, ?> kinds = groups.getOrDefault(group, Map.of());
    return Collections.unmodifiableMap((Map<String, Kind<? extends T>>) kinds);
  }
}
