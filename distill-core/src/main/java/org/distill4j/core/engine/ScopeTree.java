package org.distill4j.core.engine;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.model.Scope;

/** Finds the scopes of paths that are not visited in any order. */
final class ScopeTree {
  private final Map<String, Scope> known = new HashMap<>();

  ScopeTree(Scope root) {
    known.put("", root);
  }

  /** The scope that a value of this path belongs to. */
  Scope of(String path) {
    int dot = path.lastIndexOf('.');
    return dot < 0 ? scope("") : scope(path.substring(0, dot));
  }

  /** The name of the value of this path in its scope. */
  static String name(String path) {
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
