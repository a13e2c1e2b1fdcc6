package org.distill4j.conformance;

import java.util.List;
import org.distill4j.backend.Device;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.run.ModelLearner;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.spi.Backend;
import org.distill4j.spi.Learner;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.Predictor;
import org.distill4j.spi.Session;

/**
 * A compiler of programs as a backend that makes predictors and learners. A subclass with a
 * constructor without arguments is what the conformance suite can start in a process of its own.
 */
public abstract class ProgramBackend implements Backend {
  private final org.distill4j.backend.Backend compiler;

  /**
   * A backend over a compiler of programs.
   *
   * @param compiler the compiler
   */
  protected ProgramBackend(org.distill4j.backend.Backend compiler) {
    this.compiler = compiler;
  }

  @Override
  public String name() {
    return compiler.name();
  }

  @Override
  public List<Device> devices() {
    return compiler.devices();
  }

  @Override
  public Session open(SessionOptions options) {
    return new ProgramSession(compiler.open(options));
  }

  /**
   * An open compiler with the driver above it.
   *
   * @param compiler the compiler's session
   */
  record ProgramSession(org.distill4j.backend.Session compiler) implements Session {
    @Override
    public Device device() {
      return compiler.device();
    }

    @Override
    public String engineVersion() {
      return compiler.engineVersion();
    }

    @Override
    public Predictor predictor(Model model, Weights weights) {
      return ModelPredictor.open(compiler, model, weights);
    }

    @Override
    public Learner learner(LearnerSpec spec) {
      return ModelLearner.open(compiler, spec);
    }

    @Override
    public void close() {
      compiler.close();
    }
  }
}
