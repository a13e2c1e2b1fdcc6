package org.distill4j.tensorflow;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.spi.LearnerSpec;
import org.distill4j.spi.LossValues;
import org.distill4j.tensor.HostTensor;
import org.jspecify.annotations.Nullable;

/** The optimizer steps of a learner, compiled for each batch size they meet. */
final class TfSteps {
  private final TfRuntime runtime;
  private final LearnerSpec spec;
  private final Map<Integer, Sized> sizes = new HashMap<>();
  private @Nullable TfCall finish;
  private long taken;

  TfSteps(TfRuntime runtime, LearnerSpec spec) {
    this.runtime = runtime;
    this.spec = spec;
    this.taken = spec.optimizerState().map(OptimizerState::step).orElse(0L);
  }

  /** The number of steps taken, those before a snapshot included. */
  long taken() {
    return taken;
  }

  LossValues step(StepInput input) {
    runtime.requireOpen();
    Map<String, Double> losses = new LinkedHashMap<>();
    if (input.parts().size() == 1) {
      whole(input, losses);
    } else {
      inParts(input, losses);
    }
    taken++;
    return new LossValues(losses);
  }

  private void whole(StepInput input, Map<String, Double> losses) {
    Sized sized = sized(input, 0);
    List<HostTensor> values = sized.reader.read(input, 0);
    double[] numbers = joined(sized.reader.scalars(input), rates(input));
    sized.add(sized.step().run(values, numbers, TfCall.Write.STEP), losses);
  }

  /** All parts are read before the first one runs, so that a bad one leaves all as it was. */
  private void inParts(StepInput input, Map<String, Double> losses) {
    for (int i = 0; i < input.parts().size(); i++) {
      sized(input, i).reader.read(input, i);
    }
    for (int i = 0; i < input.parts().size(); i++) {
      Sized sized = sized(input, i);
      TfCall.Write write = i == 0 ? TfCall.Write.FIRST_PART : TfCall.Write.LATER_PART;
      List<HostTensor> values = sized.reader.read(input, i);
      sized.add(sized.part().run(values, sized.reader.scalars(input), write), losses);
    }
    if (finish == null) {
      finish = TfCompiler.finish(runtime, sized(input, 0).program, spec);
    }
    finish.run(List.of(), rates(input), TfCall.Write.STEP);
  }

  private Sized sized(StepInput input, int part) {
    int rows = input.parts().get(part).batch().size();
    return sizes.computeIfAbsent(rows, size -> new Sized(spec.record(size).inlined()));
  }

  private double[] rates(StepInput input) {
    double learningRate = spec.optimizer().learningRate().at(input.progress());
    return TfRates.of(spec.optimizer(), learningRate, taken + 1);
  }

  private static double[] joined(double[] first, double[] second) {
    double[] all = new double[first.length + second.length];
    System.arraycopy(first, 0, all, 0, first.length);
    System.arraycopy(second, 0, all, first.length, second.length);
    return all;
  }

  /** The programs for one batch size, each compiled when it is first needed. */
  private final class Sized {
    private final Program program;
    private final FeedReader reader;
    private @Nullable TfCall step;
    private @Nullable TfCall part;

    Sized(Program program) {
      this.program = program;
      this.reader = program.reader(spec.seed());
    }

    TfCall step() {
      if (step == null) {
        step = TfCompiler.step(runtime, program, spec);
      }
      return step;
    }

    TfCall part() {
      if (part == null) {
        part = TfCompiler.part(runtime, program);
      }
      return part;
    }

    void add(List<HostTensor> results, Map<String, Double> losses) {
      int index = 0;
      for (String term : program.outputs().keySet()) {
        losses.merge(term, (double) results.get(0).floats().get(index++), Double::sum);
      }
    }
  }
}
