package org.distill4j.core.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Session;
import org.distill4j.backend.SessionOptions;
import org.distill4j.core.data.TokenSequences;
import org.distill4j.core.layer.Embedding;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.teacher.ModelTeacher;
import org.distill4j.core.teacher.SentenceTeacher;
import org.distill4j.data.Batch;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;
import org.distill4j.tutorial.ArrayBackend;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model of sentences")
class SentenceModelTest {
  private static final Weights WEIGHTS =
      Weights.of(Map.of("table.weight", HostTensor.ofFloats(Shape.of(3, 2), 9, 9, 3, 4, 1, -4)));

  private static final Batch BATCH =
      TokenSequences.of(List.of(new int[] {1, 2}, new int[] {1})).batch(0, 1);

  /** Rows of a table as hidden states, under some names. */
  private record Table(List<String> names) implements Model {
    @Override
    public Map<String, TensorSpec> inputs() {
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put("input_ids", TensorSpec.freeInts("length"));
      inputs.put("attention_mask", TensorSpec.freeInts("length"));
      return inputs;
    }

    @Override
    public Outputs forward(Scope scope, Inputs inputs) {
      Tensor rows = scope.run("table", Embedding.of(3, 2), inputs.get("input_ids"));
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      for (String name : names) {
        outputs.put(name, rows);
      }
      return Outputs.of(outputs);
    }
  }

  private static float[] embedding(Model model) {
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      return ModelTeacher.of(session, model, WEIGHTS)
          .predict(BATCH)
          .get("embedding")
          .toFloatArray();
    }
  }

  private static void requireEmbedding(SentencePooling pooling, double... expected) {
    Model encoder = new Table(List.of("last_hidden_state"));
    float[] found = embedding(SentenceModel.of(encoder, pooling));
    assertThat(found).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat((double) found[i]).isCloseTo(expected[i], within(1e-6));
    }
    try (Session session = new ArrayBackend().open(SessionOptions.defaults())) {
      Teacher tokens = ModelTeacher.of(session, encoder, WEIGHTS);
      Teacher sentences = SentenceTeacher.of(session, tokens, pooling);
      assertThat(sentences.predict(BATCH).get("embedding").toFloatArray()).containsExactly(found);
      assertThat(sentences.outputs()).isEqualTo(Map.of("embedding", TensorSpec.floats(2)));
      assertThat(sentences.inputs()).isEqualTo(tokens.inputs());
      assertThat(sentences.fingerprint()).isNotEqualTo(tokens.fingerprint());
    }
  }

  @Test
  @DisplayName("gives the mean over the tokens, of length 1 or as it is")
  void mean() {
    SentencePooling mean = SentencePooling.mean("attention_mask");
    requireEmbedding(mean, 1, 0, 0.6, 0.8);
    requireEmbedding(mean.keepingLength(), 2, 0, 3, 4);
  }

  @Test
  @DisplayName("gives the first token's state")
  void first() {
    requireEmbedding(SentencePooling.first(), 0.6, 0.8, 0.6, 0.8);
    requireEmbedding(SentencePooling.first().keepingLength(), 3, 4, 3, 4);
  }

  @Test
  @DisplayName("takes the only output for the hidden states, and refuses several")
  void outputs() {
    assertThat(embedding(SentenceModel.of(new Table(List.of("logits")), SentencePooling.first())))
        .hasSize(4);
    Model two = SentenceModel.of(new Table(List.of("a", "b")), SentencePooling.first());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> embedding(two))
        .withMessageContaining(
            "The encoder has the outputs [a, b], expected \"last_hidden_state\" or a single one.");
  }

  @Test
  @DisplayName("begins with weights of its own, where it is given some")
  void pretrained() {
    Model drawn = new Table(List.of("last_hidden_state"));
    Model own = SentenceModel.of(PretrainedModel.of(drawn, WEIGHTS), SentencePooling.first());
    assertThat(PretrainedModel.initial(own, 3)).isEqualTo(WEIGHTS);
    assertThat(PretrainedModel.initial(drawn, 3)).isNotEqualTo(WEIGHTS);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                PretrainedModel.of(
                    drawn, Weights.of(Map.of("table.w", HostTensor.ofFloats(Shape.of(1), 1)))))
        .withMessageContaining("table.w");
  }
}
