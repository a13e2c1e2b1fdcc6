package org.distill4j.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.distill4j.model.Initializer;
import org.distill4j.model.Layer;
import org.distill4j.model.LayerModel;
import org.distill4j.model.Mode;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Composite;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ids of a table")
class IdsTest {
  private static final HostTensor IDS = HostTensor.ofInts(Shape.of(1, 4), 0, 1, 2, 5);

  private static Tensor table(Scope scope, int rows) {
    return scope.parameter("table" + rows, Shape.of(rows, 2), Initializer.constant(1));
  }

  private static Recording record(Layer layer) {
    LayerModel model = new LayerModel(TensorSpec.ints(4), layer);
    return Recorder.forward(model, Mode.EVALUATION, 1);
  }

  private static void read(Layer layer) {
    record(layer).reader(0).read(Map.of("input", IDS));
  }

  @Test
  @DisplayName("pass if they are below its number of rows")
  void inside() {
    read((scope, ids) -> table(scope, 6).gatherRows(ids));
  }

  @Test
  @DisplayName("are refused at the end of the smallest table they are looked up in")
  void outside() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                read(
                    (scope, ids) ->
                        table(scope, 9).gatherRows(ids).add(table(scope, 5).gatherRows(ids))))
        .withMessage(
            "The input batch holds 5 in row 0 (example 0, position 3), expected an integer in"
                + " [0, 5).\n"
                + "Maybe the ids are those of another vocabulary, or the table has too few rows.");
  }

  private static void refused(Layer layer) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(layer))
        .withMessageContaining("expected an integer in [0, 5)");
  }

  @Test
  @DisplayName("are refused at the end of the table that rows are added to")
  void added() {
    refused(
        (scope, ids) -> Tensor.of(1).broadcastTo(1, 4, 2).scatterAddRows(ids, 5).reshape(1, -1));
  }

  @Test
  @DisplayName("are refused where a composite looks them up")
  void inComposite() {
    refused(
        (scope, ids) ->
            Composite.apply(
                    "outer",
                    Map.of(),
                    List.of(ids, table(scope, 5)),
                    all -> Composite.apply("inner", Map.of(), all, IdsTest::lookUp))
                .get(0));
  }

  private static List<Tensor> lookUp(List<Tensor> all) {
    return List.of(all.get(1).gatherRows(all.get(0)));
  }

  @Test
  @DisplayName("are followed through moves to where they come from")
  void moved() {
    Layer layer =
        (scope, ids) -> {
          Tensor moved = Tensor.concat(0, List.of(ids.transpose(), ids.reshape(4, 1)));
          return table(scope, 5).gatherRows(moved.slice(0, 0, 2)).reshape(1, -1);
        };
    refused(layer);
  }

  @Test
  @DisplayName("may be the position of a maximum among as many")
  void argmax() {
    Layer layer = (scope, ids) -> table(scope, 4).gatherRows(ids.toFloat().argmax(1).reshape(1, 1));
    assertThat(record(layer).nodes()).isNotEmpty();
  }

  @Test
  @DisplayName("are refused when they are computed in any other way")
  void computed() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> record((scope, ids) -> table(scope, 9).gatherRows(ids.toFloat().add(1).toInt())))
        .withMessage(
            "gatherRows was given ids computed by Cast[] → INT32(1, 4), expected ids of the batch,"
                + " reshaped or sliced at most.\nMaybe compute them when the data are read.");
  }

  @Test
  @DisplayName("are refused as constants out of range")
  void constants() {
    Layer layer = (scope, ids) -> table(scope, 5).gatherRows(Tensor.of(IDS));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> record(layer))
        .withMessage(
            "gatherRows was given the constant id 5, expected one in [0, 5).\n"
                + "Maybe the table is too small.");
    record((scope, ids) -> table(scope, 6).gatherRows(Tensor.of(IDS)));
  }
}
