package org.distill4j.core.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.ProvisionException;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.distill4j.backend.Backend;
import org.distill4j.backend.BackendNotFoundException;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.train.Trainer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The module of backend, session and trainer")
class DistillModuleTest {
  private static final SessionOptions OPTIONS = SessionOptions.defaults();

  private final Path services;
  private final ClassLoader before = Thread.currentThread().getContextClassLoader();

  DistillModuleTest(@TempDir Path services) {
    this.services = services;
  }

  @BeforeEach
  void register() throws IOException {
    Path file = services.resolve("META-INF/services/" + Backend.class.getName());
    Files.createDirectories(services.resolve("META-INF/services"));
    Files.writeString(file, CountingBackend.class.getName());
    Thread.currentThread().setContextClassLoader(loader());
  }

  private ClassLoader loader() throws MalformedURLException {
    return new URLClassLoader(new URL[] {services.toUri().toURL()}, before);
  }

  @AfterEach
  void restore() {
    Thread.currentThread().setContextClassLoader(before);
  }

  private static Injector injector(Optional<String> name) {
    return Guice.createInjector(new DistillModule(name, OPTIONS));
  }

  @Test
  @DisplayName("finds the only backend, and opens no session before it is asked for one")
  void lazy() {
    CountingBackend backend =
        (CountingBackend) injector(Optional.empty()).getInstance(Backend.class);

    assertThat(backend.name()).isEqualTo(CountingBackend.NAME);
    assertThat(backend.opened()).isEmpty();
  }

  @Test
  @DisplayName("opens one session with the given options, whoever asks")
  void oneSession() {
    Injector injector = injector(Optional.of(CountingBackend.NAME));
    Session session = injector.getInstance(Session.class);
    Trainer trainer = injector.getInstance(Trainer.class);

    assertThat(injector.getInstance(Session.class)).isSameAs(session);
    assertThat(trainer).isInstanceOf(SessionTrainer.class);
    assertThat(injector.getInstance(Trainer.class)).isSameAs(trainer);
    assertThat(((CountingBackend) injector.getInstance(Backend.class)).opened())
        .containsExactly(OPTIONS);
    assertThat(injector.getInstance(SessionOptions.class)).isSameAs(OPTIONS);
  }

  @Test
  @DisplayName("names the backends that are there when the wanted one is not")
  void unknown() {
    Injector injector = injector(Optional.of("abacus"));

    assertThatThrownBy(() -> injector.getInstance(Session.class))
        .isInstanceOf(ProvisionException.class)
        .hasCauseInstanceOf(BackendNotFoundException.class)
        .hasMessageContaining("Backend \"abacus\" was not found")
        .hasMessageContaining(CountingBackend.NAME);
  }
}
