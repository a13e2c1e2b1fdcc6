package org.distill4j.core.train;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.distill4j.core.data.InMemoryDataset;
import org.distill4j.core.layer.BatchNorm;
import org.distill4j.core.layer.Dense;
import org.distill4j.core.layer.Sequential;
import org.distill4j.core.loss.CrossEntropyLoss;
import org.distill4j.core.model.Models;
import org.distill4j.data.Batch;
import org.distill4j.optim.Sgd;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.train.TrainingPlan;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Preparing a training")
class PreparationTest {
  private static TrainingPlan plan(int examples, int batchSize, int microBatchSize) {
    InMemoryDataset data =
        InMemoryDataset.of(
            HostTensor.allocate(DType.FLOAT32, Shape.of(examples, 3)),
            Map.of(Batch.LABELS, HostTensor.allocate(DType.INT32, Shape.of(examples))));
    Sequential layers = Sequential.of(Dense.of(3, 2), BatchNorm.of(2));
    return TrainingPlan.of(Models.of(Shape.of(3), layers), data)
        .loss(CrossEntropyLoss.ofLabels())
        .optimizer(Sgd.of(0.1))
        .batchSize(batchSize)
        .microBatchSize(microBatchSize)
        .build();
  }

  @Test
  @DisplayName("refuses a last batch that a layer cannot train on, before any step")
  void shortLastBatch() {
    assertThatThrownBy(() -> new Preparation(plan(9, 4, 4)).spec())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Layer batchNorm1")
        .hasMessageContaining("\nMaybe");
  }

  @Test
  @DisplayName("refuses a last micro-batch that a layer cannot train on, before any step")
  void shortLastPart() {
    assertThatThrownBy(() -> new Preparation(plan(10, 5, 2)).spec())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("Layer batchNorm1");
  }

  @Test
  @DisplayName("accepts what divides evenly")
  void even() {
    new Preparation(plan(8, 4, 2)).spec();
  }
}
