package org.distill4j.cli.config;

import java.util.List;
import java.util.Optional;
import org.distill4j.core.model.ModelInputs;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.TappedModel;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/** Models. */
final class ModelKinds {
  private ModelKinds() {}

  private static final Key INPUT =
      Key.free(
          "input",
          Shapes.FREE,
          "the axes of one example, without the batch; a name is an axis of any length");
  private static final Key NAME = Key.required("name", Types.TEXT, "the input's name");
  private static final Key SHAPE =
      Key.required("shape", Shapes.FREE, "the axes of one example, names for those of any length");
  private static final Key IDS =
      Key.of("ids", Types.FLAG, false, "whether the input is ids of tokens rather than numbers");
  private static final Key INPUTS =
      Key.free(
          "inputs",
          Types.list(Section.of("input", NAME, SHAPE, IDS), ModelKinds::inputs),
          "several inputs with names, in place of input; the first layer is given the first");
  private static final Key LAYERS =
      Key.required("layers", Layers.all(), "what makes logits of a batch");
  private static final Key TAPS =
      Key.free(
          "taps",
          Types.list(Types.TEXT, paths -> Expr.array(String.class, paths)),
          "paths of layers that are outputs too");

  static final Family ALL =
      Family.of(
          "model",
          Kind.of(
              "mlp",
              "A classifier of dense layers with ReLU between them",
              Models.class,
              "mlp",
              Key.required("widths", Shapes.SHAPE, "the widths, from input to output")),
          Kind.made(
              "layers",
              "A classifier of any layers",
              ModelKinds::layers,
              INPUT,
              INPUTS,
              LAYERS,
              IDS,
              TAPS));

  private static Expr layers(Values values) {
    Expr model = Expr.call(Models.class, "of", List.of(given(values), values.get(LAYERS)));
    return values
        .find(TAPS)
        .map(taps -> Expr.call(TappedModel.class, "of", List.of(model, taps)))
        .orElse(model);
  }

  /** The only input, or several with names. */
  private static Expr given(Values values) {
    Optional<Expr> input = values.find(INPUT);
    Optional<Expr> inputs = values.find(INPUTS);
    if (input.isPresent() == inputs.isPresent()) {
      values
          .site()
          .refuse(
              input.isPresent() ? " has both input and inputs" : " has neither input nor inputs",
              "one of them",
              "write input: [784], or inputs with a name, a shape and ids for each");
    }
    return inputs.orElseGet(
        () -> spec(values, input.orElseGet(() -> Expr.call(Shape.class, "scalar", List.of()))));
  }

  private static Expr spec(Values values, Expr shape) {
    boolean ids = values.get(IDS).as(Boolean.class);
    Expr type = Expr.constant(ids ? DType.INT32 : DType.FLOAT32);
    return Expr.create(TensorSpec.class, List.of(type, shape));
  }

  private static Expr inputs(List<Expr> sections) {
    Optional<Expr> all = Optional.empty();
    for (Expr section : sections) {
      Values input = section.as(Values.class);
      Expr name = input.get(NAME);
      Expr spec = spec(input, input.get(SHAPE));
      all =
          Optional.of(
              all.map(before -> before.then("and", name, spec))
                  .orElseGet(() -> Expr.call(ModelInputs.class, "of", List.of(name, spec))));
    }
    return all.orElseGet(() -> Expr.literal("", "ModelInputs"));
  }
}
