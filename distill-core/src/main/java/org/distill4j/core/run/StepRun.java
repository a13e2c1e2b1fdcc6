package org.distill4j.core.run;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.distill4j.backend.Executable;
import org.distill4j.ir.Program;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Recording;
import org.distill4j.program.StepInput;
import org.distill4j.tensor.HostTensor;

/** A training step for one batch shape; each of its programs is compiled before its first run. */
final class StepRun implements CompiledProgram {
  /** The programs of a step that read a batch. */
  enum Kind {
    WHOLE,
    FIRST,
    MORE
  }

  private final StepRecording recording;
  private final List<String> terms;
  private final FeedReader reader;
  private final Function<Program, Executable> compiler;
  private final Map<Kind, Executable> executables = new HashMap<>();

  StepRun(
      Recording recorded,
      StepRecording recording,
      FeedReader reader,
      Function<Program, Executable> compiler) {
    this.recording = recording;
    this.terms = List.copyOf(recorded.outputs().keySet());
    this.reader = reader;
    this.compiler = compiler;
  }

  /** Refuses a micro-batch that does not fit. */
  void check(StepInput input, int microBatch) {
    reader.check(input, microBatch);
  }

  /** Compiles all programs that will run, so that running changes either all or nothing. */
  void prepare(Kind kind) {
    executable(kind);
  }

  /**
   * Runs one micro-batch and adds up its loss terms.
   *
   * @param kind which program
   * @param input the whole step
   * @param microBatch the part
   * @param numbers the scalars that come after the recording's own
   * @param sums where the loss terms are added
   */
  void run(Kind kind, StepInput input, int microBatch, double[] numbers, Map<String, Double> sums) {
    List<HostTensor> results =
        executable(kind)
            .run(reader.read(input, microBatch), joined(reader.scalars(input), numbers));
    for (int i = 0; i < terms.size(); i++) {
      sums.merge(terms.get(i), (double) results.get(i).floats().get(0), Double::sum);
    }
  }

  private static double[] joined(double[] first, double[] second) {
    double[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }

  private Executable executable(Kind kind) {
    Executable known = executables.get(kind);
    if (known == null) {
      known = compiler.apply(program(kind));
      executables.put(kind, known);
    }
    return known;
  }

  private Program program(Kind kind) {
    return switch (kind) {
      case WHOLE -> recording.whole();
      case FIRST -> recording.first();
      case MORE -> recording.more();
    };
  }

  @Override
  public void close() {
    executables.values().forEach(Executable::close);
  }
}
