package org.distill4j.core.train;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.IntToLongFunction;
import org.distill4j.backend.Backend;
import org.distill4j.backend.Device;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.TensorSpec;

/** An engine whose programs give zeros, and take as long as is said for its number of threads. */
final class ThreadedEngine extends Backend {
  /** Whether its number of threads can be changed. */
  enum Pool {
    CHANGEABLE,
    FIXED
  }

  private final Pool pool;
  private final IntToLongFunction nanosOfRun;
  private long now;
  int runs;
  int openVariables;

  ThreadedEngine(Pool pool, IntToLongFunction nanosOfRun) {
    this.pool = pool;
    this.nanosOfRun = nanosOfRun;
  }

  long now() {
    return now;
  }

  @Override
  public String name() {
    return "threaded";
  }

  @Override
  public List<Device> devices() {
    return List.of(Device.cpu());
  }

  @Override
  protected Session start(SessionOptions options) {
    return new ThreadedSession(options);
  }

  private final class ThreadedSession implements Session {
    private final Device device;
    private int threads;

    ThreadedSession(SessionOptions options) {
      this.device = options.device();
      this.threads = options.threads();
    }

    @Override
    public Device device() {
      return device;
    }

    @Override
    public String engineVersion() {
      return "threaded 1";
    }

    @Override
    public int threads() {
      return threads;
    }

    @Override
    public void useThreads(int count) {
      if (pool == Pool.CHANGEABLE) {
        threads = count;
      }
    }

    @Override
    public Variables variables(Map<String, TensorSpec> specs) {
      openVariables++;
      return new Zeros(specs);
    }

    @Override
    public Executable compile(Program program, Variables variables) {
      return new Executable() {
        @Override
        public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
          runs++;
          now += nanosOfRun.applyAsLong(threads);
          return program.outputs().values().stream()
              .map(output -> HostTensor.allocate(output.type(), output.shape()))
              .toList();
        }

        @Override
        public void close() {}
      };
    }

    @Override
    public void close() {}
  }

  private final class Zeros implements Variables {
    private final Map<String, TensorSpec> specs;

    Zeros(Map<String, TensorSpec> specs) {
      this.specs = Map.copyOf(specs);
    }

    @Override
    public Map<String, TensorSpec> specs() {
      return specs;
    }

    @Override
    public HostTensor read(String name) {
      TensorSpec spec = Objects.requireNonNull(specs.get(name));
      return HostTensor.allocate(spec.type(), spec.shape());
    }

    @Override
    public void write(String name, HostTensor value) {}

    @Override
    public void close() {
      openVariables--;
    }
  }
}
