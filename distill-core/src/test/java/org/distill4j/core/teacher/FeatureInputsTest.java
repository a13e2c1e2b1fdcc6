package org.distill4j.core.teacher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.distill4j.core.cache.CachedTeacher;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.data.Subset;
import org.distill4j.core.data.Unlabelled;
import org.distill4j.core.model.Models;
import org.distill4j.core.model.PretrainedModel;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Model;
import org.distill4j.model.Predictions;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Features as inputs")
class FeatureInputsTest {
  private static final HostTensor VALUES =
      HostTensor.ofFloats(Shape.of(4, 2), 1, 2, 3, 4, 5, 6, 7, 8);
  private static final Dataset DATA =
      InMemoryDataset.of(VALUES, HostTensor.ofInts(Shape.of(4), 0, 1, 1, 0));

  @TempDir private Path folder = Path.of("");
  private final AtomicInteger asked = new AtomicInteger();

  /** The sum of both values. */
  private FunctionTeacher sums(String name) {
    return FunctionTeacher.of(
        Map.of(name, TensorSpec.floats(1)),
        "sums",
        batch -> {
          asked.addAndGet(batch.size());
          HostTensor sums = HostTensor.ofFloats(Shape.of(batch.size(), 1), new float[batch.size()]);
          for (int i = 0; i < batch.size(); i++) {
            float[] row = batch.input().toFloatArray();
            sums.floats().put(i, row[2 * i] + row[2 * i + 1]);
          }
          return Predictions.of(Map.of(name, sums));
        });
  }

  @Test
  @DisplayName("stand beside the inputs, and are computed once for all views")
  void beside() {
    FeatureInputs data = FeatureInputs.of(DATA, CachedTeacher.inMemory(sums("sum"), DATA));

    assertThat(data.inputs())
        .containsExactly(
            Map.entry("input", TensorSpec.floats(2)), Map.entry("sum", TensorSpec.floats(1)));
    Batch batch = Subset.of(Unlabelled.except(data, 2), 3, 2).batch(0, 1);
    assertThat(batch.input("sum").toFloatArray()).containsExactly(15, 11);
    assertThat(batch.input("input").toFloatArray()).containsExactly(7, 8, 5, 6);
    assertThat(batch.labels(Batch.LABELS)).isEqualTo(HostTensor.ofInts(Shape.of(2), -1, 1));
    assertThat(asked).hasValue(4);
    assertThat(data.fingerprint()).isNotEqualTo(DATA.fingerprint());
  }

  @Test
  @DisplayName("are refused if an input has their name, or of other data")
  void refused() {
    CachedTeacher twice = CachedTeacher.inMemory(sums("input"), DATA);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureInputs.of(DATA, twice))
        .withMessageContaining("The data have an input \"input\" already");
    Dataset others = InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 2), 9, 9));
    CachedTeacher elsewhere = CachedTeacher.inMemory(sums("sum"), others);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FeatureInputs.of(DATA, elsewhere))
        .withMessageContaining("The features [sum] are cached for other data");
  }

  @Test
  @DisplayName("of a whole data set serve a part of it, whose examples have other ids")
  void part() {
    CachedTeacher whole = CachedTeacher.inMemory(sums("sum"), DATA);

    FeatureInputs part = FeatureInputs.of(Subset.of(DATA, 3, 1), whole);

    assertThat(part.batch(0, 1).input("sum").toFloatArray()).containsExactly(15, 7);
    assertThat(asked).hasValue(4);
  }

  @Test
  @DisplayName("of a network with weights are kept in a file, and read from it")
  void computed() {
    Model model = Models.mlp(2, 3);
    PretrainedModel encoder = PretrainedModel.of(model, PretrainedModel.initial(model, 7));
    Path file = folder.resolve("x.features");

    FeatureInputs first = FeatureInputs.compute(DATA, file, encoder, new ArrayBackend());
    long written = file.toFile().lastModified();
    FeatureInputs again = FeatureInputs.compute(DATA, file, encoder, new ArrayBackend());

    assertThat(again.fingerprint()).isEqualTo(first.fingerprint());
    assertThat(file.toFile().lastModified()).isEqualTo(written);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                FeatureInputs.compute(
                    InMemoryDataset.unlabelled(HostTensor.ofFloats(Shape.of(1, 2), 1, 1)),
                    file,
                    encoder,
                    new ArrayBackend()))
        .withMessageContaining(file.toString());
  }
}
