package org.distill4j.examples.loaders;

import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.lang.module.FindException;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** An application that is a module, and the jars that it runs with. */
final class ModulePath {
  private static final String NAME = "application";

  private final List<Path> jars;
  private final Path folder;

  private ModulePath(List<Path> jars, Path folder) {
    this.jars = jars;
    this.folder = folder;
  }

  /** An application that requires distill-core, which hands on all that training needs. */
  static ModulePath of(List<Path> jars, Path folder) throws IOException {
    Files.writeString(
        folder.resolve("module-info.java"), "module " + NAME + " { requires org.distill4j.core; }");
    return new ModulePath(jars, folder);
  }

  static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".java";
  }

  /** Compiles a class of the application, and returns the compiler's errors. */
  String compile(Path source) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter errors = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of("-d", classes().toString(), "-p", joined(readable()), "-proc:none");
      javac
          .getTask(
              errors,
              files,
              null,
              options,
              null,
              files.getJavaFileObjects(folder.resolve("module-info.java"), source))
          .call();
    }
    return errors.toString();
  }

  private Path classes() {
    return folder.resolve("application");
  }

  /**
   * What Java resolves from the application goes on the module path, the rest on the class path.
   */
  String[] command(Class<?> main) {
    Set<Path> modules = resolved();
    List<Path> others = new ArrayList<>(jars);
    others.removeAll(modules);
    return new String[] {
      // What is on the class path may use all of the JDK, as JavaCPP does.
      "--add-modules",
      "ALL-DEFAULT",
      "-p",
      joined(modules.stream()),
      "-cp",
      joined(others.stream()),
      "-m",
      NAME + "/" + main.getName()
    };
  }

  private Set<Path> resolved() {
    ModuleFinder finder =
        ModuleFinder.of(Stream.concat(Stream.of(classes()), readable()).toArray(Path[]::new));
    return ModuleLayer.boot()
        .configuration()
        .resolveAndBind(finder, ModuleFinder.of(), Set.of(NAME))
        .modules()
        .stream()
        .map(module -> Path.of(module.reference().location().orElseThrow()))
        .collect(Collectors.toSet());
  }

  private Stream<Path> readable() {
    return jars.stream().filter(ModulePath::isReadable);
  }

  private static boolean isReadable(Path jar) {
    try {
      return !ModuleFinder.of(jar).findAll().isEmpty();
    } catch (FindException invalid) {
      return false;
    }
  }

  private static String joined(Stream<Path> paths) {
    return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }
}
