package org.distill4j.core.wiring;

import com.google.inject.AbstractModule;
import com.google.inject.Provides;
import com.google.inject.Singleton;
import java.util.Optional;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Backends;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.train.SessionTrainer;
import org.distill4j.train.Trainer;

/**
 * Binds {@link Backend}, {@link SessionOptions}, {@link Session} (one, opened when first needed)
 * and {@link Trainer}. Whoever makes the injector closes the session at the end.
 */
// Who wires with Guice requires it anyway; handing it on would make everyone else need it to
// compile.
@SuppressWarnings("exports")
public final class DistillModule extends AbstractModule {
  private final Optional<String> backend;
  private final SessionOptions options;

  /**
   * Creates a module for the backend on the class path.
   *
   * @param backend the backend's name; empty for the one that {@link Backends#choose()} finds
   * @param options how its session is opened
   */
  public DistillModule(Optional<String> backend, SessionOptions options) {
    this.backend = backend;
    this.options = options;
  }

  @Override
  protected void configure() {
    bind(SessionOptions.class).toInstance(options);
  }

  @Provides
  @Singleton
  Backend backend() {
    Backends found = Backends.find();
    return backend.isPresent() ? found.choose(backend) : found.choose();
  }

  @Provides
  @Singleton
  Session session(Backend backend, SessionOptions options) {
    return backend.open(options);
  }

  @Provides
  @Singleton
  Trainer trainer(Session session) {
    return new SessionTrainer(session);
  }
}
