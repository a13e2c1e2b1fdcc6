package org.distill4j.conformance;

import java.util.ArrayList;
import java.util.List;
import org.distill4j.optim.Adam;
import org.distill4j.optim.AdamW;
import org.distill4j.optim.LazyAdam;
import org.distill4j.optim.Lion;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.ParameterStep;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/** The composites of optimizers, at the third step. */
final class OptimizerRows {
  private static final HostTensor PARAMETER = SeededValues.floats(281, 4, 3);
  private static final HostTensor GRADIENT = SeededValues.floats(282, 4, 3);
  private static final HostTensor SLOT = SeededValues.between(0.1, 2, 283, 4, 3);
  private static final HostTensor RATE = HostTensor.ofFloats(Shape.scalar(), 0.125f);
  private static final Tensor IDS = Tensor.of(HostTensor.ofInts(Shape.of(4), 1, 3, 1, 1));

  private OptimizerRows() {}

  static List<ProgramCase> all() {
    return List.of(
        row("sgd", Sgd.of(1)),
        row("sgd with weight decay", Sgd.of(1).withWeightDecay(0.1)),
        row("sgd with momentum", Sgd.of(1).withMomentum(0.9)),
        row("sgd with Nesterov's momentum", Sgd.of(1).withNesterov(0.9).withWeightDecay(0.1)),
        row("adam", Adam.of(1)),
        row("adamw", AdamW.of(1, 0.1)),
        row("lion", Lion.of(1).withWeightDecay(0.1)),
        row("row-adam of a whole parameter", LazyAdam.of(1)),
        lookedUp());
  }

  private static ProgramCase row(String name, Optimizer optimizer) {
    List<HostTensor> arguments = new ArrayList<>(List.of(RATE, PARAMETER, GRADIENT));
    optimizer.slots().forEach(slot -> arguments.add(SLOT));
    return ProgramCase.of(
            name,
            all -> update(optimizer, ParameterStep.Use.WHOLE, all, all.get(2)),
            arguments.toArray(HostTensor[]::new))
        .within(Tolerances.OPTIMIZER);
  }

  private static ProgramCase lookedUp() {
    return ProgramCase.of(
            "row-adam of rows that were looked up",
            all ->
                update(
                    LazyAdam.of(1),
                    ParameterStep.Use.LOOKED_UP,
                    all,
                    all.get(2).scatterAddRows(IDS, 4)),
            RATE,
            PARAMETER,
            GRADIENT,
            SLOT,
            SLOT)
        .within(Tolerances.OPTIMIZER);
  }

  private static List<Tensor> update(
      Optimizer optimizer, ParameterStep.Use use, List<Tensor> all, Tensor gradient) {
    List<Tensor> numbers = optimizer.numbers(3).stream().map(Tensor::of).toList();
    List<Tensor> slots = all.subList(3, all.size());
    return optimizer.update(
        new ParameterStep(use, all.get(1), gradient, slots, all.get(0), numbers));
  }
}
