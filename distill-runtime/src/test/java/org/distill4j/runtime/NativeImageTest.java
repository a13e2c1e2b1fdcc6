package org.distill4j.runtime;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.distill4j.jvm.JavaBackend;
import org.distill4j.student.Student;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a student needs to be served")
class NativeImageTest {
  private static final List<Class<?>> MODULES =
      List.of(Students.class, JavaBackend.class, Student.class);

  private static Path classes(Class<?> one) {
    try {
      return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException error) {
      throw new IllegalStateException(error);
    }
  }

  /** The classes of folders, or of jars where the build has packed them already. */
  private static List<JavaClass> all() throws IOException {
    List<JavaClass> all = new ArrayList<>();
    for (Class<?> module : MODULES) {
      Path path = classes(module);
      if (Files.isDirectory(path)) {
        new ClassFileImporter().importPath(path).forEach(all::add);
      } else {
        try (JarFile jar = new JarFile(path.toFile())) {
          new ClassFileImporter().importJar(jar).forEach(all::add);
        }
      }
    }
    return all;
  }

  private static boolean hidden(JavaAccess<?> access) {
    JavaClass owner = access.getTargetOwner();
    String name = access.getTarget().getName();
    boolean reflects =
        resideInAPackage("java.lang.reflect..").test(owner)
            || resideInAPackage("java.lang.invoke..").test(owner)
            || assignableTo(ServiceLoader.class).test(owner);
    boolean byName =
        (owner.isEquivalentTo(Class.class) || assignableTo(ClassLoader.class).test(owner))
            && (name.equals("forName")
                || name.startsWith("getResource")
                || name.startsWith("getDeclared")
                || name.equals("loadClass"));
    boolean natives =
        owner.isEquivalentTo(System.class) && (name.equals("load") || name.equals("loadLibrary"));
    return reflects || byName || natives;
  }

  @Test
  @DisplayName("finds nothing by reflection, no resources and no natives but in these classes")
  void listed() throws IOException {
    Set<String> found = new TreeSet<>();
    for (JavaClass type : all()) {
      if (type.getAccessesFromSelf().stream().anyMatch(NativeImageTest::hidden)) {
        found.add(type.getSimpleName());
      }
    }

    // Searching for engines and their natives, which Students does not do, and one class by a
    // constant name, where the JVM has the Vector API; a native image has not.
    assertThat(found).containsExactlyInAnyOrder("BackendSearch", "NativeArtifacts", "VectorModule");
  }

  @Test
  @DisplayName("takes less than 1 MB of jars")
  void size() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Class<?> module : MODULES) {
        add(zip, classes(module));
      }
    }
    assertThat(bytes.size()).isBetween(100_000, 1_000_000);
  }

  private static void add(ZipOutputStream zip, Path root) throws IOException {
    if (Files.isRegularFile(root)) {
      zip.putNextEntry(new ZipEntry(root.toString()));
      Files.copy(root, zip);
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        zip.putNextEntry(new ZipEntry(file.toString()));
        Files.copy(file, zip);
      }
    }
  }
}
