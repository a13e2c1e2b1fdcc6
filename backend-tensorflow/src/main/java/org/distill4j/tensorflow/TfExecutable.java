package org.distill4j.tensorflow;

import java.util.List;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.tensor.HostTensor;
import org.tensorflow.Result;
import org.tensorflow.Session;

/** A program over its variables: one call of TensorFlow for each run. */
final class TfExecutable implements Executable {
  private final TfVariables store;
  private final Program program;
  private TfCompilation compiled;

  TfExecutable(TfVariables store, Program program) {
    this.store = store;
    this.program = program;
    this.compiled = new TfCompilation(store.runtime(), program);
    store.add(this);
  }

  @Override
  public List<HostTensor> run(List<HostTensor> feeds, double... scalars) {
    Session.Runner runner = store.runner();
    compiled.buffers().forEach(buffer -> buffer.feed(runner, feeds, scalars));
    compiled.results().fetches().forEach(runner::fetch);
    try (Result fetched = TfRuntime.run(runner.addTarget(compiled.written()))) {
      return compiled.results().read(fetched);
    }
  }

  @Override
  public void close() {
    store.close(this);
  }

  /** Compiles the program for the session that the variables have moved to. */
  void move() {
    TfCompilation moved = new TfCompilation(store.runtime(), program);
    release();
    compiled = moved;
  }

  /** Frees the memory of inputs. */
  void release() {
    compiled.buffers().forEach(TfBuffer::close);
  }
}
