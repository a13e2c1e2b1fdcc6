package org.distill4j.backend;

import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Searches several class loaders for backends, and remembers those that cannot be used. */
final class BackendSearch {
  private static final String TWO_COPIES = "not a subtype";

  private final Map<String, Backend> byClass = new LinkedHashMap<>();
  private final Set<String> problems = new LinkedHashSet<>();
  private final List<ClassLoader> loaders;

  private BackendSearch(List<ClassLoader> loaders) {
    this.loaders = loaders;
  }

  /** Asks the loaders in their order. A class that several of them know is taken once. */
  static BackendSearch with(ClassLoader... loaders) {
    BackendSearch search = new BackendSearch(Stream.of(loaders).distinct().toList());
    search.loaders.forEach(search::ask);
    return search;
  }

  /** Returns the default loaders: the thread's, and that of this class. */
  static ClassLoader[] usual() {
    return Stream.of(
            Thread.currentThread().getContextClassLoader(), BackendSearch.class.getClassLoader())
        .map(loader -> Objects.requireNonNullElseGet(loader, ClassLoader::getSystemClassLoader))
        .toArray(ClassLoader[]::new);
  }

  private void ask(ClassLoader loader) {
    Iterator<ServiceLoader.Provider<Backend>> providers =
        ServiceLoader.load(Backend.class, loader).stream().iterator();
    boolean more = true;
    while (more) {
      try {
        more = providers.hasNext();
        if (more) {
          add(providers.next());
        }
      } catch (ServiceConfigurationError | LinkageError problem) {
        // The next call continues after the broken one, unless the very search is what failed.
        more = problems.add(loader(loader) + ": " + problem.getMessage());
      }
    }
  }

  private void add(ServiceLoader.Provider<Backend> provider) {
    String name = provider.type().getName();
    if (!byClass.containsKey(name)) {
      byClass.put(name, provider.get());
    }
  }

  /** Returns the backends that can be used. */
  Collection<Backend> found() {
    return byClass.values();
  }

  /** Returns whether some backends were found that cannot be used. */
  boolean hasProblems() {
    return !problems.isEmpty();
  }

  /** Describes the loaders and the unusable backends that they had. */
  String told() {
    String asked =
        loaders.stream()
            .map(BackendSearch::loader)
            .collect(Collectors.joining(", ", " by the class loaders [", "]"));
    return problems.isEmpty()
        ? asked
        : asked + ", which have some that cannot be used (" + String.join("; ", problems) + ")";
  }

  /** Returns advice besides adding an artifact. */
  String advice() {
    return problems.stream().anyMatch(problem -> problem.contains(TWO_COPIES))
        ? " If distill-ir is there twice, as in a web application and in its server, keep one"
            + " copy."
        : " If one is there, give a class loader that sees it to Backends.find(ClassLoader), or"
            + " make it the thread's context class loader.";
  }

  private static String loader(ClassLoader loader) {
    String type = loader.getClass().getName();
    return loader.getName() == null ? type : type + " \"" + loader.getName() + "\"";
  }
}
