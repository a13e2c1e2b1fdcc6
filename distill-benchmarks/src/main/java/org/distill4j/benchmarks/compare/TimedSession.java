package org.distill4j.benchmarks.compare;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.train.TrainingEvent;

/** A session that adds up the time spent in its programs. */
final class TimedSession implements Session {
  private final Session session;
  private final AtomicLong nanos = new AtomicLong();

  TimedSession(Session session) {
    this.session = session;
  }

  /** Records the milliseconds of each epoch; begins anew with each. */
  void hear(TrainingEvent event, List<Double> epochs) {
    if (event instanceof TrainingEvent.EpochStarted) {
      nanos.set(0);
    } else if (event instanceof TrainingEvent.EpochCompleted) {
      epochs.add(nanos.get() / 1e6);
    }
  }

  @Override
  public Device device() {
    return session.device();
  }

  @Override
  public String engineVersion() {
    return session.engineVersion();
  }

  @Override
  public Variables variables(Map<String, TensorSpec> specs) {
    return session.variables(specs);
  }

  @Override
  public Executable compile(Program program, Variables variables) {
    Executable executable = session.compile(program, variables);
    return new Executable() {
      @Override
      public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
        long start = System.nanoTime();
        try {
          return executable.run(feeds, scalars);
        } finally {
          nanos.addAndGet(System.nanoTime() - start);
        }
      }

      @Override
      public void close() {
        executable.close();
      }
    };
  }

  @Override
  public void close() {
    // The session belongs to the caller.
  }
}
