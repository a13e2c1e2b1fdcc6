package org.distill4j.onnx;

import java.util.HashMap;
import java.util.Map;
import org.distill4j.model.Scope;

/** The scopes of a recording by their paths, each of which a scope hands out once. */
final class ScopeTree {
  private final Map<String, Scope> scopes = new HashMap<>();

  ScopeTree(Scope root) {
    scopes.put("", root);
  }

  /** The scope in which the last segment of a path is a name. */
  Scope around(String path) {
    return scope(path.substring(0, Math.max(0, path.lastIndexOf('.'))));
  }

  /** The last segment of a path. */
  static String name(String path) {
    return path.substring(path.lastIndexOf('.') + 1);
  }

  private Scope scope(String path) {
    Scope known = scopes.get(path);
    if (known != null) {
      return known;
    }
    Scope made = around(path).child(name(path));
    scopes.put(path, made);
    return made;
  }
}
