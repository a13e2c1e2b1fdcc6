package org.distill4j.backend;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The backends that class loaders see, or that were given. */
public final class Backends {
  /** The system property that names the backend to use where several are present. */
  public static final String PROPERTY = "distill.backend";

  private static final String ADVICE =
      "Maybe add the artifact of a backend to the classpath; the README lists them under"
          + " \"Choosing a backend\".";

  private final Map<String, Backend> found;
  private final @Nullable BackendSearch search;

  private Backends(Map<String, Backend> found, @Nullable BackendSearch search) {
    this.found = found;
    this.search = search;
  }

  /**
   * Finds backends with the thread's context class loader and with that of this class. A backend
   * that both know is taken once, from the first. So threads that have another loader than the
   * application find its backends too, as those of the common pool under Spring Boot do.
   *
   * @return what was found
   * @throws IllegalArgumentException if two backends have one name
   */
  public static Backends find() {
    return found(BackendSearch.with(BackendSearch.usual()));
  }

  /**
   * Finds backends with one class loader, where neither the thread's nor that of this class sees
   * them, as in OSGi.
   *
   * @param loader a loader that sees the backends
   * @return what was found
   * @throws IllegalArgumentException if two backends have one name
   */
  public static Backends find(ClassLoader loader) {
    return found(BackendSearch.with(loader));
  }

  private static Backends found(BackendSearch search) {
    return new Backends(byName(search.found()), search);
  }

  /**
   * Returns the given backends.
   *
   * @param backends the backends
   * @return a choice of them
   * @throws IllegalArgumentException if two backends have one name
   */
  public static Backends of(Iterable<Backend> backends) {
    return new Backends(byName(backends), null);
  }

  private static Map<String, Backend> byName(Iterable<Backend> backends) {
    Map<String, Backend> found = new TreeMap<>();
    for (Backend backend : backends) {
      Backend other = found.put(backend.name(), backend);
      if (other != null) {
        throw new IllegalArgumentException(
            "Two backends are named "
                + backend.name()
                + ": "
                + other.getClass().getName()
                + " and "
                + backend.getClass().getName()
                + ", expected one of each name.\nMaybe an old version is on the classpath too.");
      }
    }
    return found;
  }

  /** {@return all, sorted by name} */
  public List<Backend> all() {
    return List.copyOf(found.values());
  }

  /** {@return the names of all, sorted} */
  public List<String> names() {
    return List.copyOf(found.keySet());
  }

  /**
   * Returns the backend named by the system property {@value #PROPERTY}, or else the only one; a
   * fallback counts only if there is no other.
   *
   * @return the backend
   * @throws BackendNotFoundException if none is present, the named one is missing, or several are
   *     present and none is named
   */
  public Backend choose() {
    return choose(Optional.ofNullable(System.getProperty(PROPERTY)));
  }

  /**
   * Returns the named backend, or the only one; a fallback counts only if there is no other.
   *
   * @param name the wanted name; empty for the only one
   * @return the backend
   * @throws BackendNotFoundException if none is present, the named one is missing, or several are
   *     present and none is named
   */
  public Backend choose(Optional<String> name) {
    if (name.isPresent()) {
      return named(name.get());
    }
    List<Backend> unnamed = unnamed();
    if (unnamed.size() != 1) {
      throw new BackendNotFoundException(
          found.isEmpty()
              ? "No backend was found"
                  + told()
                  + ", expected one on the classpath.\n"
                  + ADVICE
                  + advice()
              : several(unnamed.stream().map(Backend::name).toList()));
    }
    return unnamed.get(0);
  }

  private static String several(List<String> names) {
    return "The backends "
        + names
        + " were found and none was named, expected a choice.\nMaybe set -D"
        + PROPERTY
        + "="
        + names.get(0)
        + ", or give the distill command --backend "
        + names.get(0)
        + ".";
  }

  /** Returns the backends that may be chosen without a name. */
  private List<Backend> unnamed() {
    List<Backend> first = found.values().stream().filter(one -> !one.isFallback()).toList();
    return first.isEmpty() ? all() : first;
  }

  private Backend named(String name) {
    Backend backend = found.get(name);
    if (backend == null) {
      throw new BackendNotFoundException(
          "Backend \""
              + name
              + "\" was not found"
              + told()
              + ", expected one of "
              + names()
              + ".\n"
              + ADVICE
              + advice());
    }
    return backend;
  }

  /** Where others were found, the class loaders are not to blame. */
  private Optional<BackendSearch> blamed() {
    return Optional.ofNullable(search).filter(done -> found.isEmpty() || done.hasProblems());
  }

  private String told() {
    return blamed().map(BackendSearch::told).orElse("");
  }

  private String advice() {
    return blamed().map(BackendSearch::advice).orElse("");
  }
}
