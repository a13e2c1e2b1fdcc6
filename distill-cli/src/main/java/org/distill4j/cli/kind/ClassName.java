package org.distill4j.cli.kind;

import java.util.stream.Stream;

/**
 * The name of a class in a Java program.
 *
 * @param packageName its package
 * @param name its name in the package, "Outer.Inner" for a nested one
 */
public record ClassName(String packageName, String name) {
  /**
   * The name of a class.
   *
   * @param type the class
   * @return its name
   */
  public static ClassName of(Class<?> type) {
    return ofInternal(type.getName().replace('.', '/'));
  }

  /** The name of a class as class files write it. */
  static ClassName ofInternal(String internal) {
    int end = internal.lastIndexOf('/');
    return new ClassName(
        internal.substring(0, end).replace('/', '.'),
        internal.substring(end + 1).replace('$', '.'));
  }

  /** {@return what a program that uses the class imports; nothing for classes of java.lang} */
  public Stream<String> imports() {
    return packageName.equals("java.lang")
        ? Stream.empty()
        : Stream.of(packageName + "." + name.split("\\.", -1)[0]);
  }
}
