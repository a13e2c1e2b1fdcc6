package org.distill4j.conformance.reference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.program.FeedReader;
import org.distill4j.program.Program;
import org.distill4j.program.StepInput;
import org.distill4j.program.StepPart;
import org.distill4j.spi.LearnerSpec;

/** A model and its loss, recorded once for each batch size: loss terms and gradients of a step. */
final class Training {
  private final LearnerSpec spec;
  private final Engine engine;
  private final Map<Integer, Recorded> recorded = new HashMap<>();

  private record Recorded(Program program, FeedReader reader) {}

  private record Part(Program program, List<double[]> feeds, List<Double> scalars) {}

  /**
   * What a step finds before anything is changed.
   *
   * @param terms the loss terms, summed over the parts
   * @param gradients of the total in each parameter, summed over the parts
   * @param states what the states become
   */
  record Found(Map<String, Double> terms, Named gradients, Named states) {}

  Training(LearnerSpec spec, Engine engine) {
    this.spec = spec;
    this.engine = engine;
  }

  Program program(int batchSize) {
    return recorded(batchSize).program();
  }

  /** Reads every part before the first one runs, so that bad input changes nothing. */
  Found run(StepInput input, Named parameters, Named states) {
    List<Part> parts = new ArrayList<>();
    for (int i = 0; i < input.parts().size(); i++) {
      parts.add(read(input, i));
    }
    Named gradients = Named.zeros(parts.get(0).program().parameters());
    Found found = new Found(new LinkedHashMap<>(), gradients, states.copy());
    parts.forEach(part -> run(part, parameters, found));
    return found;
  }

  private Part read(StepInput input, int index) {
    StepPart part = input.parts().get(index);
    Recorded at = recorded(part.batch().size());
    List<double[]> feeds = Leaves.copies(at.reader().read(input, index));
    List<Double> scalars = Arrays.stream(at.reader().scalars(input)).boxed().toList();
    return new Part(at.program(), feeds, scalars);
  }

  private void run(Part part, Named parameters, Found found) {
    Leaves leaves = new Leaves(parameters, found.states(), part.feeds(), part.scalars());
    Evaluation run = new Evaluation(part.program(), engine, leaves);
    run.numbers().forEach((name, value) -> found.terms().merge(name, value, Double::sum));
    run.addGradients(found.gradients());
    run.updateStates(found.states());
  }

  private Recorded recorded(int batchSize) {
    return recorded.computeIfAbsent(
        batchSize,
        size -> {
          Program program = spec.record(size);
          return new Recorded(program, program.reader(spec.seed()));
        });
  }
}
