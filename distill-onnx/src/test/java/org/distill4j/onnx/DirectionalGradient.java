package org.distill4j.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.distill4j.backend.Executable;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.backend.Variables;
import org.distill4j.conformance.reference.ReferenceBackend;
import org.distill4j.ir.Gradients;
import org.distill4j.ir.Program;
import org.distill4j.model.Mode;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Feed;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * The gradient of a model's outputs in its parameters along its own direction, by differentiation
 * and by central differences. Along a random direction, a real network's is lost in rounding.
 */
final class DirectionalGradient {
  private static final double STEP = 2e-3;
  private static final double CLOSE = 5e-3;

  private final Map<String, HostTensor> inputs;
  private final Recording recorded;
  private final Program program;
  private final List<Tensor> parameters = new ArrayList<>();

  private DirectionalGradient(Model model, BatchShape shape) {
    inputs = ExportComparison.inputs(model, shape);
    recorded = Recorder.forward(model, Mode.EVALUATION, shape);
    Tensor total =
        recorded.outputs().values().stream()
            .map(output -> output.square().mean())
            .reduce(Tensor::add)
            .orElseThrow();
    recorded.nodes().stream().filter(this::isParameter).forEach(parameters::add);
    Map<String, Tensor> outputs = new LinkedHashMap<>(Map.of("total", total));
    Gradients.of(total, parameters)
        .forEach(gradient -> outputs.put("gradient " + outputs.size(), gradient));
    List<TensorSpec> feeds = recorded.feeds().stream().map(Feed::spec).toList();
    program = new Program(feeds, 0, outputs, Map.of());
  }

  private boolean isParameter(Tensor node) {
    return node.op() instanceof Op.Variable variable
        && recorded.parameters().stream().anyMatch(spec -> spec.name().equals(variable.name()));
  }

  private static String name(Tensor parameter) {
    return ((Op.Variable) parameter.op()).name();
  }

  static void check(Model model, Weights weights, BatchShape shape) {
    new DirectionalGradient(model, shape).check(weights);
  }

  private void check(Weights weights) {
    List<HostTensor> here = run(weights);
    double square = 0;
    for (HostTensor gradient : here.subList(1, here.size())) {
      square += dot(gradient, gradient);
    }
    double along = Math.sqrt(square);
    Map<String, HostTensor> direction = new LinkedHashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      HostTensor unit = here.get(i + 1).copy();
      for (int k = 0; k < unit.size(); k++) {
        unit.floats().put(k, (float) (unit.floats().get(k) / along));
      }
      direction.put(name(parameters.get(i)), unit);
    }
    double ahead = run(moved(weights, direction, STEP)).get(0).floats().get(0);
    double behind = run(moved(weights, direction, -STEP)).get(0).floats().get(0);
    double measured = (ahead - behind) / (2 * STEP);
    assertThat(along).isCloseTo(measured, within(CLOSE * Math.abs(measured)));
  }

  private static double dot(HostTensor one, HostTensor other) {
    double sum = 0;
    for (int i = 0; i < one.size(); i++) {
      sum += (double) one.floats().get(i) * other.floats().get(i);
    }
    return sum;
  }

  private static Weights moved(Weights weights, Map<String, HostTensor> direction, double by) {
    Map<String, HostTensor> moved = new LinkedHashMap<>(weights.asMap());
    direction.forEach(
        (name, along) -> {
          HostTensor values = weights.get(name).copy();
          for (int i = 0; i < values.size(); i++) {
            values.floats().put(i, (float) (values.floats().get(i) + by * along.floats().get(i)));
          }
          moved.put(name, values);
        });
    return Weights.of(moved);
  }

  private List<HostTensor> run(Weights weights) {
    Map<String, TensorSpec> specs = new LinkedHashMap<>();
    weights.asMap().forEach((name, value) -> specs.put(name, value.spec()));
    try (Session session = new ReferenceBackend().open(SessionOptions.defaults());
        Variables variables = session.variables(specs)) {
      weights.asMap().forEach(variables::write);
      try (Executable executable = session.compile(program, variables)) {
        List<HostTensor> feeds = new ArrayList<>();
        for (Feed feed : recorded.feeds()) {
          feeds.add(Objects.requireNonNull(inputs.get(((Feed.Input) feed.source()).name())));
        }
        return executable.run(feeds, new double[0]);
      }
    }
  }
}
