package org.distill4j.cli.config;

import java.util.List;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.TappedModel;
import org.distill4j.tensor.TensorSpec;

/** Models. */
final class ModelKinds {
  private ModelKinds() {}

  private static final Key INPUT =
      Key.required("input", Shapes.SHAPE, "the axes of one example, without the batch");
  private static final Key IDS =
      Key.of("ids", Types.FLAG, false, "whether the input is ids of tokens rather than numbers");
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
              LAYERS,
              IDS,
              TAPS));

  private static Expr layers(Values values) {
    boolean ids = values.get(IDS).as(Boolean.class);
    Expr input = Expr.call(TensorSpec.class, ids ? "ints" : "floats", List.of(values.get(INPUT)));
    Expr model = Expr.call(Models.class, "of", List.of(input, values.get(LAYERS)));
    return values
        .find(TAPS)
        .map(taps -> Expr.call(TappedModel.class, "of", List.of(model, taps)))
        .orElse(model);
  }
}
