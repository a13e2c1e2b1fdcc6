package org.distill4j.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Backends are looked for with the class loaders")
class BackendLoadersTest {
  private static final ClassLoader JDK = ClassLoader.getPlatformClassLoader();
  private static final URL API = location(Backends.class);
  private static final URL BACKEND = location(LoadableBackend.class);

  private final Path folder;

  BackendLoadersTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(Backend.class.getName()), LoadableBackend.class.getName());
  }

  private static URL location(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation();
  }

  private URL services() throws IOException {
    return folder.toUri().toURL();
  }

  /** All that an application has, with nothing of this test's own loader behind it. */
  private ClassLoader application() throws IOException {
    return new URLClassLoader("application", new URL[] {API, BACKEND, services()}, JDK);
  }

  private static <T> T under(@Nullable ClassLoader context, Callable<T> work) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(context);
    try {
      return work.call();
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object names(ClassLoader loader) throws ReflectiveOperationException {
    Class<?> type = loader.loadClass(Backends.class.getName());
    return type.getMethod("names").invoke(type.getMethod("find").invoke(null));
  }

  @Test
  @DisplayName("of the thread, as in a test or a plugin")
  void thread() throws Exception {
    ClassLoader plugin = new URLClassLoader(new URL[] {services()}, getClass().getClassLoader());
    Backends backends = under(plugin, Backends::find);

    assertThat(backends.names()).containsExactly("loadable");
    assertThatExceptionOfType(BackendNotFoundException.class)
        .isThrownBy(() -> backends.choose(Optional.of("absent")))
        .withMessageStartingWith("Backend \"absent\" was not found, expected one of [loadable].\n");
  }

  @Test
  @DisplayName("of the library, where the thread's sees the JDK alone, as in the common pool")
  void library() throws Exception {
    ClassLoader application = application();
    assertThat(under(JDK, () -> names(application))).isEqualTo(List.of("loadable"));
    assertThat(under(null, () -> names(application))).isEqualTo(List.of("loadable"));
  }

  @Test
  @DisplayName("both, and a backend that both see is there once")
  void once() throws Exception {
    ClassLoader application = application();
    assertThat(under(application, () -> names(application))).isEqualTo(List.of("loadable"));
  }

  @Test
  @DisplayName("that are named, where backends are apart from the library, as in OSGi")
  void named() throws Exception {
    ClassLoader bundle = new URLClassLoader(new URL[] {services()}, getClass().getClassLoader());
    assertThat(under(JDK, () -> Backends.find().names())).isEmpty();
    assertThat(under(JDK, () -> Backends.find(bundle).names())).containsExactly("loadable");
    assertThat(under(JDK, () -> Backends.find(bundle).all()))
        .hasOnlyElementsOfType(LoadableBackend.class);
  }

  @Test
  @DisplayName("and the message names the loaders that were asked and how to name another")
  void notFound() throws Exception {
    Backends backends = under(JDK, Backends::find);
    assertThatExceptionOfType(BackendNotFoundException.class)
        .isThrownBy(() -> backends.choose(Optional.empty()))
        .withMessageStartingWith("No backend was found by the class loaders [")
        .withMessageContaining(JDK.getClass().getName() + " \"platform\", ")
        .withMessageContaining(
            "], expected one on the classpath.\nMaybe add the artifact of a backend")
        .withMessageEndingWith(
            " If one is there, give a class loader that sees it to Backends.find(ClassLoader), or"
                + " make it the thread's context class loader.");
  }

  @Test
  @DisplayName("and the message says that there are two copies of the library")
  void twoCopies() throws Exception {
    Backends backends = under(application(), Backends::find);
    assertThatExceptionOfType(BackendNotFoundException.class)
        .isThrownBy(() -> backends.choose(Optional.of("loadable")))
        .withMessageStartingWith("Backend \"loadable\" was not found by the class loaders [")
        .withMessageContaining(
            "], which have some that cannot be used (java.net.URLClassLoader \"application\": ")
        .withMessageContaining(LoadableBackend.class.getName() + " not a subtype), expected one of")
        .withMessageEndingWith(
            " If distill-ir is there twice, as in a web application and in its server, keep one"
                + " copy.");
  }

  @Test
  @DisplayName("and one that is broken does not hide the others")
  void broken() throws Exception {
    Files.writeString(
        folder.resolve("META-INF/services").resolve(Backend.class.getName()),
        "org.distill4j.Absent\n" + LoadableBackend.class.getName());
    ClassLoader plugin = new URLClassLoader(new URL[] {services()}, getClass().getClassLoader());
    Backends backends = under(plugin, Backends::find);

    assertThat(backends.names()).containsExactly("loadable");
    assertThatExceptionOfType(BackendNotFoundException.class)
        .isThrownBy(() -> backends.choose(Optional.of("absent")))
        .withMessageContaining("Provider org.distill4j.Absent not found), expected one of")
        .withMessageContaining("[loadable]");
  }
}
