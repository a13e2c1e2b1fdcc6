package org.distill4j.djl;

import ai.djl.nn.Block;
import java.util.List;
import java.util.Map;
import org.distill4j.backend.Guard;
import org.distill4j.backend.Session;
import org.distill4j.model.EngineNetwork;
import org.distill4j.model.InputNames;
import org.distill4j.model.Inputs;
import org.distill4j.tensor.TensorSpec;

/** Students that are written as blocks of DJL. */
public final class DjlStudents {
  private DjlStudents() {}

  /**
   * Returns a block as a network to train and to use. It is trained in place: its parameters always
   * hold the network's weights, so all that DJL can do with a block can be done with it, saving it
   * too. Weights have the names that {@code block.getParameters()} gives them. It is run once on
   * two examples of zeros to find out the outputs' shapes. The block stays the caller's to close;
   * closing the network or its session ends the network alone.
   *
   * @param session where it runs, opened by {@link DjlBackend}
   * @param block the block, initialized with FLOAT32 parameters on the session's device
   * @param input type and shape of one example's input, without the batch axis
   * @param outputs a name for each output, in order: "logits" for a classifier's scores before the
   *     softmax
   * @return the network
   * @throws IllegalArgumentException if the session is another backend's, the block is not
   *     initialized, has parameters of another type or elsewhere, fails on such an input, or gives
   *     another number of outputs or other types
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork block(
      Session session, Block block, TensorSpec input, String... outputs) {
    return block(session, block, Map.of(Inputs.INPUT, input), outputs);
  }

  /**
   * Returns a block that takes several arrays, or one of a name, as a network to train and to use.
   * All else is as for {@link #block(Session, Block, TensorSpec, String...)}. An axis may be free,
   * for example {@code TensorSpec.freeInts("length")}: each batch has its own length there.
   *
   * @param session where it runs, opened by {@link DjlBackend}
   * @param block the block, initialized with FLOAT32 parameters on the session's device
   * @param inputs type and shape of each input for one example, without the batch axis, in the
   *     order in which the block takes them; batches give them by these names
   * @param outputs a name for each output, in order
   * @return the network
   * @throws IllegalArgumentException as above, or if several inputs are in a map without an order
   * @throws IllegalStateException if the session was closed
   */
  public static EngineNetwork block(
      Session session, Block block, Map<String, TensorSpec> inputs, String... outputs) {
    if (Guard.engine(session, DjlSession.class).isEmpty()) {
      throw new IllegalArgumentException(
          "The session runs "
              + session.engineVersion()
              + ", expected one of the backend \"djl\", which runs blocks.\n"
              + "Maybe open a session for the block, and train it on the session that is there.");
    }
    InputNames.requireOrder(inputs);
    return DjlNetwork.open(session, block, inputs, List.of(outputs));
  }
}
