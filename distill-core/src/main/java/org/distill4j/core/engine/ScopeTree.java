package org.distill4j.core.engine;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.model.Scope;

/** Finds the scopes of paths that are visited in any order, and hands out each scope once. */
public final class ScopeTree {
  private final Map<String, Scope> known = new HashMap<>();

  /**
   * Creates the scopes within one.
   *
   * @param root the scope of paths without a dot
   */
  public ScopeTree(Scope root) {
    known.put("", root);
  }

  /**
   * Returns the scope that a value belongs to.
   *
   * @param path the value's path
   * @return the scope in which {@link #name} is its name
   */
  public Scope of(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? scope("") : scope(path.substring(0, dot));
  }

  /**
   * Returns the name of a value in its scope.
   *
   * @param path the value's path
   * @return the last segment of the path
   */
  public static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private Scope scope(String path) {
    Scope before = known.get(path);
    if (before != null) {
      return before;
    }
    Scope made = of(path).child(name(path));
    known.put(path, made);
    return made;
  }
}
