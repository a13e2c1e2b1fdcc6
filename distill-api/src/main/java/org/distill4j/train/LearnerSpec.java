package org.distill4j.train;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.ParameterSpec;
import org.distill4j.model.Weights;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.optim.ParameterGroups;
import org.distill4j.optim.WeightAverage;
import org.distill4j.program.BatchShape;
import org.distill4j.program.Recorder;
import org.distill4j.program.Recording;
import org.distill4j.program.StepSignature;

/**
 * The specification of a training for an engine.
 *
 * @param model the model
 * @param weights its initial parameters and states, and the loss's
 * @param loss the loss
 * @param signature what a step is given besides the inputs
 * @param optimizer the optimizer
 * @param clipping what is done to gradients before it
 * @param seed the seed of dropout and its like
 * @param optimizerState the state from which the optimizer resumes; empty to begin
 * @param groups which parameters are trained in another way than the rest
 * @param average the average of weights that is kept and used to predict; empty for none
 */
public record LearnerSpec(
    Model model,
    Weights weights,
    Loss loss,
    StepSignature signature,
    Optimizer optimizer,
    Clipping clipping,
    long seed,
    Optional<OptimizerState> optimizerState,
    ParameterGroups groups,
    Optional<WeightAverage> average) {
  /**
   * Checks that no slot has two meanings.
   *
   * @throws IllegalArgumentException if the optimizer has a slot of the average's name
   */
  public LearnerSpec {
    if (average.isPresent() && optimizer.slots().contains(WeightAverage.SLOT)) {
      throw new IllegalArgumentException(
          "The optimizer "
              + optimizer
              + " has the slot \""
              + WeightAverage.SLOT
              + "\", expected another name, as the average of the weights has that slot.\n"
              + "Maybe rename it, or leave out the average.");
    }
  }

  /**
   * Creates a specification that trains all parameters alike, without an average.
   *
   * @param model the model
   * @param weights its initial parameters and states, and the loss's
   * @param loss the loss
   * @param signature what a step is given besides the inputs
   * @param optimizer the optimizer
   * @param clipping what is done to gradients before it
   * @param seed the seed of dropout and its like
   * @param optimizerState the state from which the optimizer resumes; empty to begin
   */
  public LearnerSpec(
      Model model,
      Weights weights,
      Loss loss,
      StepSignature signature,
      Optimizer optimizer,
      Clipping clipping,
      long seed,
      Optional<OptimizerState> optimizerState) {
    this(
        model,
        weights,
        loss,
        signature,
        optimizer,
        clipping,
        seed,
        optimizerState,
        ParameterGroups.none(),
        Optional.empty());
  }

  /**
   * Creates a specification of a training from its beginning, without clipping.
   *
   * @param model the model
   * @param weights its initial parameters and states, and the loss's
   * @param loss the loss
   * @param signature what a step is given besides the inputs
   * @param optimizer the optimizer
   * @return the specification, with seed 0
   */
  public static LearnerSpec of(
      Model model, Weights weights, Loss loss, StepSignature signature, Optimizer optimizer) {
    return new LearnerSpec(
        model, weights, loss, signature, optimizer, Clipping.none(), 0, Optional.empty());
  }

  /**
   * Returns this specification with clipping.
   *
   * @param clipping the clipping
   * @return the changed specification
   */
  public LearnerSpec withClipping(Clipping clipping) {
    return copy(weights, clipping, seed, optimizerState, groups, average);
  }

  /**
   * This specification with another seed.
   *
   * @param seed the seed
   * @return the changed specification
   */
  public LearnerSpec withSeed(long seed) {
    return copy(weights, clipping, seed, optimizerState, groups, average);
  }

  /**
   * This specification with parameter groups.
   *
   * @param groups which parameters are trained in another way than the rest
   * @return the changed specification
   */
  public LearnerSpec withGroups(ParameterGroups groups) {
    return copy(weights, clipping, seed, optimizerState, groups, average);
  }

  /**
   * Returns this specification with an average of the weights, which predictions use.
   *
   * @param average the average; empty for none
   * @return the changed specification
   */
  public LearnerSpec withAverage(Optional<WeightAverage> average) {
    return copy(weights, clipping, seed, optimizerState, groups, average);
  }

  /**
   * Returns this specification without weights, so that its owner does not hold them in memory.
   *
   * @return the changed specification; it cannot be recorded
   */
  public LearnerSpec withoutWeights() {
    return copy(Weights.of(Map.of()), clipping, seed, Optional.empty(), groups, average);
  }

  /**
   * Returns this specification, resumed from a snapshot.
   *
   * @param weights the parameters and states of that moment
   * @param state the optimizer's memory of that moment
   * @return the changed specification
   */
  public LearnerSpec resume(Weights weights, OptimizerState state) {
    return copy(weights, clipping, seed, Optional.of(state), groups, average);
  }

  private LearnerSpec copy(
      Weights weights,
      Clipping clipping,
      long seed,
      Optional<OptimizerState> optimizerState,
      ParameterGroups groups,
      Optional<WeightAverage> average) {
    return new LearnerSpec(
        model,
        weights,
        loss,
        signature,
        optimizer,
        clipping,
        seed,
        optimizerState,
        groups,
        average);
  }

  /**
   * Records model and loss to find the parameters, states and terms, and checks that the weights
   * fit them. It is recorded for two examples, since some layers cannot train on one.
   *
   * @return the recording
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  public Recording declared() {
    return checked(Recorder.step(model, loss, signature, 2));
  }

  /**
   * Records model and loss for batches of some shape, and checks that the weights fit them.
   *
   * @param shape the number of examples of a micro-batch, and the length of each free axis
   * @return the recording
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  public Recording record(BatchShape shape) {
    return checked(Recorder.step(model, loss, signature, shape));
  }

  private Recording checked(Recording recording) {
    recording.requireWeights(weights);
    return recording;
  }

  /**
   * Returns the initial state of the optimizer: the snapshot, or zeros.
   *
   * @param recording a recording that was recorded from this
   * @return the optimizer's memory before the first step
   * @throws IllegalArgumentException if the snapshot is of another optimizer or model
   */
  public OptimizerState initialOptimizerState(Recording recording) {
    List<ParameterSpec> trained = groups.trained(recording.parameters());
    optimizerState.ifPresent(state -> state.require(slots(), trained));
    return optimizerState.orElseGet(() -> OptimizerState.initial(slots(), trained));
  }

  /**
   * {@return the names of the slots of an optimizer state: those of the optimizer, and the average}
   */
  public List<String> slots() {
    List<String> slots = new ArrayList<>(optimizer.slots());
    average.ifPresent(kept -> slots.add(WeightAverage.SLOT));
    return slots;
  }
}
