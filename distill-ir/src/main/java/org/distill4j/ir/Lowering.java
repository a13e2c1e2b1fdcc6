package org.distill4j.ir;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.Op;
import org.distill4j.tensor.OperationOrder;
import org.distill4j.tensor.Tensor;

/** Rewrites a program for an engine that lacks kernels for some operations. */
final class Lowering {
  private final Predicate<Tensor> lacking;
  private final Map<Tensor, Tensor> lowered = new HashMap<>();
  private final Map<Composite, Composite> composites = new HashMap<>();
  private final Map<Op.Application, List<Tensor>> inlined = new HashMap<>();

  private Lowering(Predicate<Tensor> lacking) {
    this.lacking = lacking;
  }

  static Program lower(Program program, Predicate<Tensor> lacking) {
    Lowering lowering = new Lowering(lacking);
    lowering.read(program.nodes());
    return new Program(
        program.feeds(),
        program.scalars(),
        lowering.lowered(program.outputs()),
        lowering.lowered(program.updates()));
  }

  private Map<String, Tensor> lowered(Map<String, Tensor> named) {
    Map<String, Tensor> results = new LinkedHashMap<>();
    named.forEach((name, tensor) -> results.put(name, lowered(tensor)));
    return results;
  }

  private Tensor lowered(Tensor tensor) {
    return Objects.requireNonNull(lowered.get(tensor));
  }

  private void read(List<Tensor> nodes) {
    for (Tensor node : nodes) {
      if (!lowered.containsKey(node)) {
        List<Tensor> inputs = node.inputs().stream().map(this::lowered).toList();
        lowered.put(node, lower(node.withInputs(inputs)));
      }
    }
  }

  private Tensor lower(Tensor node) {
    if (lacking.test(node)) {
      return simpler(node).map(form -> lower(form, node.inputs())).orElse(node);
    }
    return node.op() instanceof Op.Result result
        ? composites
            .computeIfAbsent(result.composite(), this::lowered)
            .results(node.inputs())
            .get(result.index())
        : node;
  }

  private Optional<Tensor> simpler(Tensor node) {
    return node.op() instanceof Op.Result result
        ? Optional.of(inlined(result.application(node)).get(result.index()))
        : SimpleForms.of(node);
  }

  private List<Tensor> inlined(Op.Application application) {
    return inlined.computeIfAbsent(application, all -> all.composite().inline(all.inputs()));
  }

  /** A simpler form may have to be lowered in its turn; its inputs are. */
  private Tensor lower(Tensor form, List<Tensor> inputs) {
    inputs.forEach(input -> lowered.put(input, input));
    read(OperationOrder.sort(List.of(form), inputs));
    return lowered(form);
  }

  /** Engines without a kernel run the body, so it is rewritten like the rest. */
  private Composite lowered(Composite composite) {
    read(OperationOrder.sort(composite.body()));
    return composite.withBody(composite.body().stream().map(this::lowered).toList());
  }
}
