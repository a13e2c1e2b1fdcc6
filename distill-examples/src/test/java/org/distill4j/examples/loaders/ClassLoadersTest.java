package org.distill4j.examples.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.distill4j.backend.Backends;
import org.distill4j.conformance.NativeAccess;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.loader.tools.Layouts;
import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryCallback;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

@DisplayName("An application trains and predicts on each of its threads")
class ClassLoadersTest {
  private static final String[] TOLD = {
    "no loader: trained, then predicted (4, 2)",
    "common pool: ForkJoinPool.commonPool-worker trained, then predicted (4, 2)",
    "main: trained, then predicted (4, 2)"
  };

  private final Path folder;

  ClassLoadersTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  @DisplayName("as a jar of Spring Boot")
  void springBoot() throws IOException, InterruptedException {
    Path jar = folder.resolve("boot.jar");
    List<Path> jars = ClassPath.jars(folder);
    Repackager repackager = new Repackager(ClassPath.application(folder).toFile());
    repackager.setMainClass(Application.class.getName());
    repackager.setLayout(new Layouts.Jar());
    repackager.repackage(jar.toFile(), callback -> add(jars, callback));

    assertThat(java("-jar", jar.toString())).contains("loader: LaunchedClassLoader").contains(TOLD);
  }

  private static void add(List<Path> jars, LibraryCallback callback) throws IOException {
    for (Path jar : jars) {
      callback.library(new Library(jar.toFile(), LibraryScope.COMPILE));
    }
  }

  @Test
  @DisplayName("in a web server whose own loader has another copy of distill-ir")
  void webApplication() throws IOException, InterruptedException {
    List<Path> jars = new ArrayList<>(ClassPath.jars(folder));
    jars.add(ClassPath.application(folder));
    Path list = folder.resolve("jars.txt");
    Files.write(list, jars.stream().map(Path::toString).toList());
    String server =
        ClassPath.location(WebServer.class)
            + File.pathSeparator
            + ClassPath.location(Backends.class);
    String application = Application.class.getName();

    assertThat(java("-cp", server, WebServer.class.getName(), application, list.toString()))
        .contains("loader: ChildFirst")
        .contains(TOLD);
  }

  @Test
  @DisplayName("as a module, beside modules and what is none")
  void module() throws IOException, InterruptedException {
    ModulePath path = ModulePath.of(ClassPath.jars(folder), folder);
    assertThat(path.compile(Path.of("src/test/java", ModulePath.fileOf(Application.class))))
        .isEmpty();

    String backend = System.getProperty(Backends.PROPERTY, "");
    String module =
        switch (backend) {
          // The module-info of nd4j-api is invalid, so that Deeplearning4j is on the class path.
          case "dl4j" -> "unnamed ";
          case "java" -> "module org.distill4j.jvm";
          default -> "module org.distill4j." + backend;
        };
    assertThat(java(path.command(Application.class)))
        .contains("loader: AppClassLoader")
        .contains(TOLD)
        .anyMatch(line -> line.startsWith("backend: " + module));
  }

  @Test
  @DisplayName("as a module, unless it uses what is internal")
  void internals() throws IOException {
    Path source = folder.resolve("Internal.java");
    Files.writeString(
        source, "package own; class Internal { org.distill4j.core.file.StagedFile file; }");

    assertThat(ModulePath.of(ClassPath.jars(folder), folder).compile(source))
        .contains("package org.distill4j.core.file is not visible");
  }

  private static List<String> java(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(NativeAccess.options());
    // With two processors or fewer, completable futures would not use the common pool.
    command.add("-Djava.util.concurrent.ForkJoinPool.common.parallelism=4");
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isZero();
    return told.lines().toList();
  }
}
