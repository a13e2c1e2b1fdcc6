package org.distill4j.core.teacher;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.distill4j.backend.Session;
import org.distill4j.core.layer.SentencePooling;
import org.distill4j.core.model.SentenceModel;
import org.distill4j.core.run.ModelPredictor;
import org.distill4j.core.weights.Fingerprints;
import org.distill4j.data.Batch;
import org.distill4j.data.Dataset;
import org.distill4j.model.Inputs;
import org.distill4j.model.Model;
import org.distill4j.model.Outputs;
import org.distill4j.model.Predictions;
import org.distill4j.model.Predictor;
import org.distill4j.model.Scope;
import org.distill4j.model.Weights;
import org.distill4j.program.OutputSpecs;
import org.distill4j.teacher.Teacher;
import org.distill4j.tensor.DType;
import org.distill4j.tensor.HostTensor;
import org.distill4j.tensor.Shape;
import org.distill4j.tensor.TensorSpec;

/**
 * A teacher of sentence embeddings from a token encoder in a file of any framework: the hidden
 * states, (batch, length, width), become "{@value SentenceModel#EMBEDDING}", (batch, width), as
 * {@link SentencePooling} describes. For an encoder that is a model, {@link SentenceModel} does the
 * same within the model.
 */
public final class SentenceTeacher implements Teacher {
  private final Session session;
  private final Teacher teacher;
  private final PooledStates pooled;
  private final Predictor predictor;

  /** The pooling as a model of states and mask. */
  private record PooledStates(TensorSpec states, SentencePooling pooling) implements Model {
    @Override
    public Map<String, TensorSpec> inputs() {
      Map<String, TensorSpec> inputs = new LinkedHashMap<>();
      inputs.put(SentenceModel.STATES, states);
      pooling.mask().ifPresent(mask -> inputs.put(mask, maskSpec()));
      return inputs;
    }

    private TensorSpec maskSpec() {
      return states
          .shape()
          .freeAxis(0)
          .map(axis -> new TensorSpec(DType.INT32, Shape.free(axis)))
          .orElseGet(() -> TensorSpec.ints(states.shape().dim(0)));
    }

    @Override
    public Outputs forward(Scope scope, Inputs inputs) {
      return Outputs.of(
          SentenceModel.EMBEDDING,
          scope.run("sentence", pooling, inputs.get(SentenceModel.STATES)));
    }
  }

  private SentenceTeacher(Session session, Teacher teacher, PooledStates pooled) {
    this.session = session;
    this.teacher = teacher;
    this.pooled = pooled;
    this.predictor = ModelPredictor.open(session, pooled, Weights.of(Map.of()));
  }

  /**
   * A teacher of embeddings.
   *
   * @param session where states are pooled
   * @param teacher the encoder of tokens; the states are its output "{@value
   *     SentenceModel#STATES}", or its only output
   * @param pooling how a text's states become one vector; its mask is an input of the batches
   * @return the teacher
   * @throws IllegalArgumentException if the teacher has no such output of shape (length, width)
   */
  public static SentenceTeacher of(Session session, Teacher teacher, SentencePooling pooling) {
    TensorSpec states = SentenceModel.states(teacher.outputs());
    return new SentenceTeacher(session, teacher, new PooledStates(states, pooling));
  }

  @Override
  public Map<String, TensorSpec> outputs() {
    return OutputSpecs.find(pooled);
  }

  @Override
  public Map<String, TensorSpec> inputs() {
    return teacher.inputs();
  }

  @Override
  public OptionalLong workingBytes() {
    return teacher.workingBytes();
  }

  /**
   * Runs the encoder, and pools its states.
   *
   * @throws IllegalArgumentException if the batch lacks the mask
   */
  @Override
  public Predictions predict(Batch batch) {
    Map<String, HostTensor> inputs = new LinkedHashMap<>();
    inputs.put(SentenceModel.STATES, SentenceModel.states(teacher.predict(batch).asMap()));
    pooled.pooling().mask().ifPresent(mask -> inputs.put(mask, batch.input(mask)));
    return predictor.predict(inputs);
  }

  /** {@return the same pooling of the teacher for a data set} */
  @Override
  public Teacher forData(Dataset data) {
    Teacher other = teacher.forData(data);
    return other == teacher ? this : of(session, other, pooled.pooling());
  }

  /** {@return the SHA-256 of the pooling and the teacher's fingerprint} */
  @Override
  public String fingerprint() {
    return Fingerprints.compute(pooled.pooling() + teacher.fingerprint());
  }
}
