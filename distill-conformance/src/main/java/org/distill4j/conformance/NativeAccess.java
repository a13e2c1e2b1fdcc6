package org.distill4j.conformance;

import java.util.List;

/**
 * Lets a virtual machine accept that engines load native code and use memory outside of the heap.
 * From Java 24 on it would warn of that on standard error (JEP 472 and 498).
 */
public final class NativeAccess {
  private static final int WARNS = 24;

  private NativeAccess() {}

  /** {@return options for a process of this Java; none where it does not warn} */
  public static List<String> options() {
    return Runtime.version().feature() < WARNS
        ? List.of()
        : List.of("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow");
  }
}
