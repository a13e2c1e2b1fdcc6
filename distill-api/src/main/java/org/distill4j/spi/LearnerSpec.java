package org.distill4j.spi;

import java.util.Optional;
import org.distill4j.loss.Loss;
import org.distill4j.model.Model;
import org.distill4j.model.Weights;
import org.distill4j.optim.Clipping;
import org.distill4j.optim.Optimizer;
import org.distill4j.optim.OptimizerState;
import org.distill4j.program.Program;
import org.distill4j.program.Recorder;
import org.distill4j.program.StepSignature;

/**
 * All that an engine needs to train a model.
 *
 * @param model the model
 * @param weights its first parameters and states, and the loss's
 * @param loss the loss
 * @param signature what a step is given besides the inputs
 * @param optimizer the optimizer
 * @param clipping what is done to gradients before it
 * @param seed the seed of dropout and its like
 * @param optimizerState where the optimizer goes on; empty to begin
 */
public record LearnerSpec(
    Model model,
    Weights weights,
    Loss loss,
    StepSignature signature,
    Optimizer optimizer,
    Clipping clipping,
    long seed,
    Optional<OptimizerState> optimizerState) {

  /**
   * A training from its beginning, without clipping.
   *
   * @param model the model
   * @param weights its first parameters and states, and the loss's
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
   * This specification with clipping.
   *
   * @param clipping the clipping
   * @return the changed specification
   */
  public LearnerSpec withClipping(Clipping clipping) {
    return new LearnerSpec(
        model, weights, loss, signature, optimizer, clipping, seed, optimizerState);
  }

  /**
   * This specification with another seed.
   *
   * @param seed the seed
   * @return the changed specification
   */
  public LearnerSpec withSeed(long seed) {
    return new LearnerSpec(
        model, weights, loss, signature, optimizer, clipping, seed, optimizerState);
  }

  /**
   * This specification going on from a snapshot.
   *
   * @param weights the parameters and states of that moment
   * @param state the optimizer's memory of that moment
   * @return the changed specification
   */
  public LearnerSpec resume(Weights weights, OptimizerState state) {
    return new LearnerSpec(
        model, weights, loss, signature, optimizer, clipping, seed, Optional.of(state));
  }

  /**
   * Records model and loss to see which parameters, states and terms there are, and checks that the
   * weights are theirs. It is recorded for two examples, since some layers cannot train on one.
   *
   * @return the program
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  public Program declared() {
    return record(2);
  }

  /**
   * Records model and loss for a batch size, and checks that the weights are theirs.
   *
   * @param batchSize the number of examples of a part
   * @return the program
   * @throws IllegalArgumentException if shapes do not fit or the weights are another model's
   */
  public Program record(int batchSize) {
    Program program = Recorder.step(model, loss, signature, batchSize);
    program.requireWeights(weights);
    return program;
  }

  /**
   * Where the optimizer starts: at the snapshot, or with zeros.
   *
   * @param program a program that was recorded from this
   * @return the optimizer's memory before the first step
   * @throws IllegalArgumentException if the snapshot is of another optimizer or model
   */
  public OptimizerState firstOptimizerState(Program program) {
    optimizerState.ifPresent(state -> state.require(optimizer, program.parameters()));
    return optimizerState.orElseGet(() -> OptimizerState.initial(optimizer, program.parameters()));
  }
}
