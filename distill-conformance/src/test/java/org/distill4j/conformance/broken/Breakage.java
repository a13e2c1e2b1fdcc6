package org.distill4j.conformance.broken;

import java.util.List;
import java.util.function.Supplier;
import org.distill4j.conformance.DrivenBackend;

/**
 * A backend that is broken in one way.
 *
 * @param name what is wrong with it
 * @param backend makes it afresh
 * @param rules the numbers of rules that must notice, each by itself
 */
public record Breakage(String name, Supplier<DrivenBackend> backend, List<String> rules) {
  static Breakage of(String name, Supplier<DrivenBackend> backend, String... rules) {
    return new Breakage(name, backend, List.of(rules));
  }
}
