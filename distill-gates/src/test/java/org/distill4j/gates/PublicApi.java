package org.distill4j.gates;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The signatures that users of a package compile against, one a line. */
final class PublicApi {
  private static final Pattern TYPE = Pattern.compile("(?:class|interface|record|enum) ([\\w.$]+)");
  private static final Pattern ABSTRACT_METHOD =
      Pattern.compile(" abstract [^(]* ([\\w.$]+)\\.\\w+\\(");

  private PublicApi() {}

  /**
   * Returns the abstract methods that are new in recorded types. Classes that users wrote lack
   * them; sealed types have no such classes.
   */
  static List<String> newAbstractMethods(Collection<String> found, Collection<String> recorded) {
    Set<String> known =
        recorded.stream()
            .map(TYPE::matcher)
            .filter(Matcher::find)
            .map(type -> type.group(1))
            .collect(Collectors.toSet());
    return found.stream()
        .filter(line -> !recorded.contains(line))
        .filter(
            line -> {
              Matcher method = ABSTRACT_METHOD.matcher(line);
              return method.find()
                  && known.contains(method.group(1))
                  && !load(method.group(1)).isSealed();
            })
        .toList();
  }

  /**
   * Returns the signatures of a package: its public types and their public and protected members.
   *
   * @param classes the folder of a module's classes
   * @param name the package
   * @return the signatures in the order of their texts
   */
  static SortedSet<String> signatures(Path classes, String name) throws IOException {
    Path folder = classes.resolve(name.replace('.', '/'));
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
          .map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
          .filter(PublicApi::isVisible)
          .flatMap(PublicApi::signatures)
          .collect(Collectors.toCollection(TreeSet::new));
    }
  }

  /** Returns the signatures of a type and its members. */
  static Stream<String> signatures(Class<?> type) {
    return Stream.of(
            Stream.of(header(type)),
            Arrays.stream(type.getDeclaredConstructors())
                .filter(PublicApi::isVisible)
                .map(Executable::toGenericString),
            Arrays.stream(type.getDeclaredMethods())
                .filter(method -> isVisible(method) && !method.isBridge())
                .map(Method::toGenericString),
            Arrays.stream(type.getDeclaredFields())
                .filter(PublicApi::isVisible)
                .map(Field::toGenericString))
        .flatMap(each -> each);
  }

  /** Without what one version of Java prints and another does not. */
  private static String header(Class<?> type) {
    List<Type> parents =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .toList();
    String text = type.toGenericString().replaceFirst("(non-)?sealed ", "");
    boolean open = type.isInterface() || type.isEnum();
    return (open ? text.replaceFirst("(abstract|final) ", "") : text)
        + parents.stream()
            .map(Type::getTypeName)
            .sorted()
            .collect(Collectors.joining(", ", " : ", ""));
  }

  private static boolean isVisible(Class<?> type) {
    Class<?> outer = type.getDeclaringClass();
    return isVisible(type.getModifiers())
        && !type.isSynthetic()
        && !type.isAnonymousClass()
        && !type.isLocalClass()
        && (outer == null || isVisible(outer));
  }

  private static boolean isVisible(Member member) {
    return isVisible(member.getModifiers()) && !member.isSynthetic();
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, PublicApi.class.getClassLoader());
    } catch (ClassNotFoundException error) {
      throw new IllegalStateException("Cannot load " + name, error);
    }
  }
}
