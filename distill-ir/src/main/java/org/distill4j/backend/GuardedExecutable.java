package org.distill4j.backend;

import java.util.List;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/**
 * An executable that checks that it and its variables are open, and that its arguments match its
 * program.
 */
final class GuardedExecutable implements Executable {
  private final Executable engine;
  private final GuardedVariables variables;
  private final List<TensorSpec> feeds;
  private final int scalars;
  private final Guard guard;

  GuardedExecutable(Guard session, GuardedVariables variables, Executable engine, Program program) {
    this.engine = engine;
    this.variables = variables;
    this.feeds = program.feeds();
    this.scalars = program.scalars();
    this.guard = session.child(this, "executable", engine::close);
  }

  @Override
  public List<HostTensor> run(List<HostTensor> given, double... numbers) {
    return guard.call(
        () ->
            variables.call(
                () -> {
                  require(given, numbers.length);
                  return engine.run(given, numbers);
                }));
  }

  private void require(List<HostTensor> given, int numbers) {
    if (given.size() != feeds.size() || numbers != scalars) {
      throw new IllegalArgumentException(
          "The program was given "
              + given.size()
              + " feeds and "
              + numbers
              + " scalars, expected "
              + feeds.size()
              + " and "
              + scalars
              + ".\nMaybe they are another program's.");
    }
    for (int i = 0; i < feeds.size(); i++) {
      if (!given.get(i).spec().equals(feeds.get(i))) {
        throw new IllegalArgumentException(
            "Feed "
                + i
                + " is "
                + given.get(i).spec()
                + ", expected "
                + feeds.get(i)
                + ".\nMaybe the batch has another size.");
      }
    }
  }

  @Override
  public void close() {
    guard.close();
  }
}
