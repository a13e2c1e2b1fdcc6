package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The public API")
class PublicApiTest {
  private static final Path RECORDED = Modules.ROOT.resolve("distill-gates/api.txt");
  private static final Path FOUND = Modules.ROOT.resolve("distill-gates/target/api.txt");

  /** Something with members of each visibility. */
  public abstract static class Sample<T> implements Supplier<T> {
    /** Public. */
    public static final int SIZE = 1;

    /** Protected. */
    protected Sample() {}

    /** Public. */
    public abstract List<T> list(int count) throws IOException;

    abstract void hidden();
  }

  /** Something that only this file implements. */
  public sealed interface Closed {
    /** Abstract. */
    int size();

    /** The only one. */
    record Only(int size) implements Closed {}
  }

  @Test
  @DisplayName("has everything that is recorded in api.txt")
  void compatible() throws IOException {
    SortedSet<String> found = found();
    Files.write(FOUND, found);
    Set<String> recorded = new TreeSet<>(Files.readAllLines(RECORDED));
    List<String> missing = recorded.stream().filter(line -> !found.contains(line)).toList();

    assertThat(missing)
        .as(
            "signatures of %s that are gone or changed, expected none.%nMaybe deprecate them"
                + " first. Where the versions rule of CHANGELOG.md allows the change, copy %s to"
                + " distill-gates and describe the change in CHANGELOG.md.",
            RECORDED.getFileName(), FOUND)
        .isEmpty();
    assertThat(PublicApi.newAbstractMethods(found, recorded))
        .as(
            "new abstract methods of types in %s, which classes of users lack, expected none.%n"
                + "Maybe give them a default. Where the versions rule of CHANGELOG.md allows the"
                + " change, copy %s to distill-gates and describe the change in CHANGELOG.md.",
            RECORDED.getFileName(), FOUND)
        .isEmpty();
  }

  @Test
  @DisplayName("gains no abstract method in a type that users may have implemented")
  void abstractMethods() {
    List<String> found = PublicApi.signatures(Sample.class).toList();
    List<String> methods = found.stream().filter(line -> line.contains(".list(")).toList();
    List<String> before = found.stream().filter(line -> !methods.contains(line)).toList();

    assertThat(methods).hasSize(1);
    assertThat(PublicApi.newAbstractMethods(found, before)).isEqualTo(methods);
    assertThat(PublicApi.newAbstractMethods(found, found)).isEmpty();
    assertThat(PublicApi.newAbstractMethods(found, List.of())).isEmpty();
  }

  @Test
  @DisplayName("may gain an abstract method in a sealed type, which users cannot implement")
  void sealedTypes() {
    List<String> found = PublicApi.signatures(Closed.class).toList();
    List<String> header = found.stream().filter(line -> !line.contains("(")).toList();

    assertThat(header).hasSize(1).isNotEqualTo(found);
    assertThat(PublicApi.newAbstractMethods(found, header)).isEmpty();
  }

  @Test
  @DisplayName("is types and members that are public or protected")
  void signatures() {
    String name = Sample.class.getName();
    assertThat(PublicApi.signatures(Sample.class))
        .containsExactlyInAnyOrder(
            "public abstract static class "
                + name
                + "<T> : java.lang.Object, java.util.function.Supplier<T>",
            "protected " + name + "()",
            "public abstract java.util.List<T> " + name + ".list(int) throws java.io.IOException",
            "public static final int " + name + ".SIZE");
  }

  private static SortedSet<String> found() throws IOException {
    SortedSet<String> all = new TreeSet<>();
    for (String module : JavaModulesTest.described()) {
      for (ModuleDescriptor.Exports each :
          JavaModulesTest.descriptor(module).orElseThrow().exports()) {
        if (!each.isQualified()) {
          all.addAll(PublicApi.signatures(Modules.classes(module), each.source()));
        }
      }
    }
    return all;
  }
}
