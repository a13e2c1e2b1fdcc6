package org.distill4j.text;

import java.util.List;
import org.distill4j.core.layer.Conv2d;
import org.distill4j.core.layer.Dropout;
import org.distill4j.model.Layer;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;

/**
 * Images (batch, channels, size, size) to hidden states (batch, 1 + patches, width): a vector for
 * the class and one of each patch, row by row, with those of their positions added.
 *
 * @param encoder the encoder that they are of
 */
record ImageEmbeddings(ImageEncoder encoder) implements Layer {
  static final String CLASS = "class";

  @Override
  public Tensor forward(Scope scope, Tensor images) {
    int width = encoder.width();
    int examples = images.shape().dim(0);
    Conv2d cut = Conv2d.of(encoder.channels(), width, encoder.patch()).withStride(encoder.patch());
    Tensor patches =
        scope
            .run("patches", cut.withWeight(Encoder.FIRST), images)
            .reshape(examples, width, encoder.positions() - 1)
            .transpose(0, 2, 1);
    Tensor first = scope.parameter(CLASS, Shape.of(1, 1, width), Encoder.FIRST);
    Tensor all = Tensor.concat(1, List.of(first.broadcastTo(examples, 1, width), patches));
    Shape table = Shape.of(1, encoder.positions(), width);
    Tensor positions = scope.parameter("positions", table, Encoder.FIRST);
    return scope.run("dropout", Dropout.of(encoder.dropout()), all.add(positions));
  }
}
