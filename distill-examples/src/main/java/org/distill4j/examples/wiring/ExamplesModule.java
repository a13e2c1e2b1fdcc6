package org.distill4j.examples.wiring;

import com.google.inject.AbstractModule;
import org.distill4j.cli.console.Console;

/** Binds the {@link Console}. */
public final class ExamplesModule extends AbstractModule {
  private final Console console;

  /**
   * Creates a module.
   *
   * @param console where programs print
   */
  public ExamplesModule(Console console) {
    this.console = console;
  }

  @Override
  protected void configure() {
    bind(Console.class).toInstance(console);
  }
}
