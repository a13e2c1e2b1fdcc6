package org.distill4j.gates;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

  @Test
  @DisplayName("has everything that is recorded in api.txt")
  void compatible() throws IOException {
    SortedSet<String> found = found();
    Files.write(FOUND, found);
    List<String> missing =
        Files.readAllLines(RECORDED).stream().filter(line -> !found.contains(line)).toList();

    assertThat(missing)
        .as(
            "signatures of %s that are gone or changed, expected none.%nMaybe deprecate them"
                + " first. Where the versions rule of CHANGELOG.md allows the change, copy %s to"
                + " distill-gates and describe the change in CHANGELOG.md.",
            RECORDED.getFileName(), FOUND)
        .isEmpty();
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
