package org.distill4j.core.model;

import java.util.Map;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Scope;
import org.distill4j.tensor.Tensor;
import org.distill4j.tensor.TensorSpec;

/**
 * A sentence encoder made of a token encoder: the hidden states, (batch, length, width), become
 * "{@value #EMBEDDING}", (batch, width), its only output. The weights are those of the encoder.
 *
 * @param encoder the encoder; the states are its output "{@value #STATES}", or its only output
 * @param pooling how a text's states become one vector
 */
public record SentenceModel(Model encoder, SentencePooling pooling) implements Model {
  /** The output of a token encoder that holds the hidden states. */
  public static final String STATES = "last_hidden_state";

  /** The output of a sentence encoder. */
  public static final String EMBEDDING = "embedding";

  /**
   * Returns a sentence encoder.
   *
   * @param encoder the encoder of tokens
   * @param pooling how a text's states become one vector
   * @return the encoder of sentences; recording it refuses one without hidden states
   */
  public static SentenceModel of(Model encoder, SentencePooling pooling) {
    return new SentenceModel(encoder, pooling);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return encoder.inputs();
  }

  @Override
  public Outputs forward(Scope scope, Inputs inputs) {
    Tensor states = states(encoder.forward(scope, inputs).asMap());
    return Outputs.of(EMBEDDING, scope.run("sentence", pooling, states));
  }

  /**
   * Finds the hidden states among the outputs of a token encoder.
   *
   * @param outputs the outputs by name
   * @param <T> a tensor or its description
   * @return that named "{@value #STATES}", or the only one
   * @throws IllegalArgumentException if there are several of other names
   */
  public static <T> T states(Map<String, T> outputs) {
    T named = outputs.get(STATES);
    if (named == null && outputs.size() != 1) {
      throw new IllegalArgumentException(
          "The encoder has the outputs "
              + outputs.keySet()
              + ", expected \""
              + STATES
              + "\" or a single one.\nMaybe the hidden states have another name, which the file's"
              + " options can change.");
    }
    return named == null ? outputs.values().iterator().next() : named;
  }
}
